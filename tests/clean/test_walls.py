"""What stands in an article's place gets its own name, in any language; an article never does."""

from __future__ import annotations

import random

import pytest

from scraper import clean_page
from scraper.model import CleanedPage
from tests.clean.pages import paragraph

URL = "https://paper.example/2024/05/council-opens-new-bridge-1234.html"

CONSENT = {
    "en": ("Your privacy", "We value your privacy",
           "We and our 842 partners store and access information on your device, such as cookies, and process personal data.",
           "You may accept or refuse personalised advertising and ad measurement, and withdraw your consent at any time.", "Accept all"),
    "de": ("Zustimmung", "Mit Werbung weiterlesen",
           "Wir und unsere Partner speichern Cookies auf Ihrem Gerät und verarbeiten personenbezogene Daten für personalisierte Werbung.",
           "Ihre Einwilligung können Sie jederzeit in der Datenschutzerklärung widerrufen, auch gegenüber Drittanbietern.", "Alle akzeptieren"),
    "fr": ("Votre vie privée", "Votre vie privée nous importe",
           "Nos partenaires et nous déposons des cookies sur votre appareil et traitons des données personnelles pour la publicité.",
           "Vous pouvez accepter ou refuser, et retirer votre consentement à tout moment, auprès de chaque partenaire.", "Tout accepter"),
    "es": ("Privacidad", "Nos importa su privacidad",
           "Nosotros y nuestros socios y terceros usamos cookies en su dispositivo y tratamos datos personales para mostrar publicidad.",
           "Puede aceptar o rechazar, y retirar su consentimiento en la página de privacidad cuando quiera, ante todos los terceros.", "Aceptar todo"),
    "pl": ("Prywatność", "Dbamy o Twoją prywatność",
           "My i nasi partnerzy zapisujemy pliki ciasteczka (cookie) na Twoim urządzeniu i przetwarzamy dane osobowe w celach reklamowych.",
           "Klikając, wyrażasz zgodę na przetwarzanie danych osobowych przez zaufanych partnerów w reklamie.", "Przejdź do serwisu"),
    "ru": ("Файлы cookie", "Ваша конфиденциальность",
           "Мы и наши партнёры храним файлы cookie на вашем устройстве и обрабатываем персональные данные, чтобы показывать рекламу.",
           "Вы можете принять или отклонить это; согласие на обработку персональных данных можно отозвать в любое время.", "Принять все"),
    "ja": ("プライバシー", "プライバシーの設定",
           "当社とパートナーは、お使いの端末にクッキーを保存し、個人情報を処理して、お客様に合わせた広告を表示します。第三者にも提供されることがあります。",
           "同意はいつでも撤回できます。クッキーと個人情報の取り扱い、広告の測定については、プライバシーポリシーをご覧ください。当社の第三者パートナーも同意を求めます。", "すべて同意"),
}  # fmt: skip
MISSING = {
    "en": ("Page not found", "Sorry, the page you are looking for does not exist."),
    "de": ("Seite nicht gefunden", "Die gewünschte Seite existiert nicht mehr."),
    "fr": ("Page introuvable", "La page que vous cherchez n'existe pas."),
    "es": ("Error 404", "La página que busca no se encuentra en nuestro sitio."),
    "it": ("Pagina non trovata", "La pagina che cerchi non esiste più."),
    "sv": ("Sidan hittades inte", "Sidan du söker finns inte längre."),
    "ru": ("Страница не найдена", "К сожалению, такой страницы не существует."),
    "pl": ("Nie znaleziono strony", "Strona, której szukasz, nie istnieje."),
    "tr": ("Sayfa bulunamadı", "Aradığınız sayfa bulunamadı."),
    "zh": ("页面不存在", "您访问的页面不存在或已删除。"),
    "ko": ("페이지를 찾을 수 없습니다", "요청하신 페이지를 찾을 수 없습니다."),
    "ar": ("الصفحة غير موجودة", "عذرا، لم يتم العثور على الصفحة المطلوبة."),
}
BROKEN = {
    "en": ("Internal Server Error", "Something went wrong. Please try again later."),
    "de": ("Wartungsarbeiten", "Unsere Seite ist vorübergehend nicht erreichbar."),
    "fr": ("Erreur interne", "Une erreur est survenue. Veuillez réessayer plus tard."),
    "es": ("Sitio en mantenimiento", "Se ha producido un error, vuelva más tarde."),
    "ru": ("Внутренняя ошибка сервера", "Произошла ошибка. Попробуйте зайти позже."),
    "ja": ("メンテナンス中", "現在メンテナンス中です。一時的にご利用いただけません。"),
    "pl": ("Przerwa techniczna", "Wystąpił błąd. Serwis jest tymczasowo niedostępny."),
}
CHECK = {
    "en": ("Access denied", "Please verify you are a human. Enable JavaScript and cookies to continue."),
    "de": ("Zugriff verweigert", "Bestätigen Sie, dass Sie kein Roboter sind, um fortzufahren."),
    "fr": ("Accès refusé", "Confirmez que vous n'êtes pas un robot pour continuer."),
    "es": ("Acceso denegado", "Hemos detectado tráfico inusual. Confirme que no es un robot."),
    "ru": ("Доступ ограничен", "Подтвердите, что вы не робот."),
    "zh": ("安全验证", "为了您的安全,请完成人机验证后继续访问。"),
    "tr": ("Erişim engellendi", "Devam etmek için robot olmadığınızı doğrulayın."),
}
LOGIN = {"en": "Log in", "de": "Anmelden", "fr": "Connexion", "es": "Iniciar sesión", "ru": "Вход", "ja": "ログイン", "pl": "Zaloguj się"}  # fmt: skip
PAYWALL = {
    "en": "Subscribe to continue reading this story.",
    "de": "Dieser Artikel ist exklusiv für Abonnenten. Jetzt weiterlesen mit dem Probeabo.",
    "fr": "Cet article est réservé aux abonnés. Il vous reste 80 % de cet article à lire.",
    "es": "Contenido exclusivo para suscriptores. Para seguir leyendo, suscríbete.",
    "it": "Contenuto riservato agli abbonati.",
    "nl": "Dit artikel is alleen voor abonnees.",
    "no": "Saken er kun for abonnenter.",
    "fi": "Juttu on vain tilaajille.",
    "ru": "Материал доступен только для подписчиков.",
    "ja": "この記事は有料会員限定です。残り1,200文字",
}


def page(body: str, *, title: str = "Council opens new bridge", head: str = "") -> CleanedPage:
    return clean_page(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode(), url=URL)


def story(paragraphs: int, *, seed: int = 1) -> str:
    rng = random.Random(seed)
    return "".join(f"<p>{paragraph(rng)}</p>" for _ in range(paragraphs))


@pytest.mark.parametrize("language", CONSENT)
def test_a_page_that_asks_for_consent_is_no_article(language: str) -> None:
    title, heading, first, second, button = CONSENT[language]
    found = page(
        f"<main><h1>{heading}</h1><p>{first}</p><p>{second}</p><button>{button}</button><a href='/privacy'>?</a></main>",
        title=title,
    )

    assert (found.outcome, found.page_type, found.article) == ("consent_page", "other", None)


def test_a_long_consent_text_is_no_body_even_where_the_head_is_the_articles() -> None:
    _, heading, first, second, button = CONSENT["en"]
    head = (
        '<meta property="og:type" content="article"><script type="application/ld+json">{"@type":"NewsArticle",'
        '"headline":"Council opens new bridge","datePublished":"2024-05-01","author":"Jane Doe"}</script>'
    )
    found = page(
        f"<div id='wall'><h2>{heading}</h2>{f'<p>{first}</p><p>{second}</p>' * 6}<button>{button}</button></div>",
        head=head,
    )

    assert found.outcome == "consent_page"
    assert found.article is None


def test_a_story_about_cookies_is_an_article() -> None:
    _, _, first, second, button = CONSENT["en"]
    text = f"<p>The court read out the banner: “{first}” It found against the site.</p>"
    found = page(
        f"<nav>{'<a href=/x>More news of the day</a>' * 30}</nav><article><h1>Court forbids cookie banner</h1>"
        f"<p>By Jane Doe, May 1, 2024</p>{story(3)}{text}{story(3, seed=2)}</article>"
        f"<div class='cookie-banner'><p>{first}</p><p>{second}</p><button>{button}</button></div>",
        title="Court forbids cookie banner",
    )

    assert (found.outcome, found.page_type) == ("ok", "article")


@pytest.mark.parametrize("language", MISSING)
def test_a_missing_page_is_told_from_a_short_one(language: str) -> None:
    title, text = MISSING[language]
    found = page(
        f"<header><a href='/'>Home</a></header><main><h1>{title}</h1><p>{text}</p></main>", title=f"{title} | Paper"
    )

    assert (found.outcome, found.page_type) == ("soft_404", "other")


def test_a_missing_page_that_shows_the_latest_stories_keeps_them() -> None:
    cards = "".join(
        f"<li><a href='/2024/05/0{n}/story-number-{n}.html'><h3>Council member {n} rejects the new plan for the harbour</h3></a></li>"
        for n in range(1, 9)
    )
    found = page(
        f"<main><h1>Page not found</h1><p>We can't find the page.</p><section><h2>Latest</h2><ul>{cards}</ul></section></main>",
        title="Page not found",
        head='<meta name="robots" content="noindex">',
    )

    assert found.outcome == "soft_404"
    assert len(found.related) == 8


def test_a_story_about_a_missing_page_is_an_article() -> None:
    found = page(
        f"<article><h1>Why the error 404 page not found became art</h1><p>By Jane Doe</p><time datetime='2024-05-01'>May 1</time>{story(5)}</article>",
        title="Why the error 404 page not found became art",
    )

    assert (found.outcome, found.page_type) == ("ok", "article")


@pytest.mark.parametrize("language", LOGIN)
def test_a_page_that_asks_to_log_in_is_no_article(language: str) -> None:
    name = LOGIN[language]
    found = page(
        f"<main><h1>{name}</h1><form><label>E-mail</label><input type=email><input type=password><button>{name}</button></form></main>",
        title=name,
    )

    assert (found.outcome, found.page_type) == ("login", "other")


def test_a_form_to_log_in_beside_a_story_changes_nothing() -> None:
    found = page(
        f"<div class=modal><h2>Log in</h2><form><input type=email><input type=password></form></div>"
        f"<article><h1>Council opens new bridge</h1>{story(4)}</article>"
    )

    assert (found.outcome, found.page_type) == ("ok", "article")


@pytest.mark.parametrize(
    "body",
    [
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div><script src=/main.js></script>",
        "<div id=app></div><script src=/app.js></script>",
        "<div id=__next><div>Loading…</div></div><script src=/app.js></script>",
        "<header><a href=/>Paper</a><a href=/politics>Politics</a></header><main></main><footer>© Paper</footer><script src=/app.js></script>",
        "<div id=app>Загрузка…</div><script src=/app.js></script>",
    ],
)
def test_a_page_that_waits_for_its_script_is_a_shell(body: str) -> None:
    assert page(body).outcome == "shell"


def test_a_page_without_text_and_without_a_script_is_empty() -> None:
    assert page("<div><img src=/a.jpg></div>").outcome == "empty"
    assert clean_page(b"<html><body></body></html>", url=URL).outcome == "empty"


@pytest.mark.parametrize("language", PAYWALL)
def test_a_story_that_breaks_off_at_an_offer_is_paywalled(language: str) -> None:
    found = page(
        f"<article><h1>Council opens new bridge</h1><p>By Jane Doe, May 1, 2024</p>{story(1)}"
        f"<div class='paywall'><p>{PAYWALL[language]}</p></div></article>"
    )

    assert (found.outcome, found.page_type) == ("paywalled", "article")
    assert found.article is not None
    assert found.article.headline == "Council opens new bridge"
    assert PAYWALL[language] not in found.article.text


def test_a_whole_story_above_an_offer_is_not_paywalled() -> None:
    found = page(
        f"<article><h1>Council opens new bridge</h1>{story(12)}<div class='paywall'><p>{PAYWALL['en']}</p></div></article>"
    )

    assert found.outcome == "ok"


def test_a_short_story_that_is_free_is_not_paywalled() -> None:
    found = page(
        f"<article><h1>Council opens new bridge</h1>{story(2)}</article><footer><p>{PAYWALL['en']}</p></footer>"
    )

    assert found.outcome == "ok"


def test_the_declared_flag_counts_where_little_is_there() -> None:
    flag = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Council opens new bridge","isAccessibleForFree":"False","wordCount":900}</script>'
    assert page(f"<article><h1>Council opens new bridge</h1>{story(1)}</article>", head=flag).outcome == "paywalled"
    assert page(f"<article><h1>Council opens new bridge</h1>{story(20)}</article>", head=flag).outcome == "ok"


def test_a_post_behind_a_password_keeps_its_headline_and_has_no_text() -> None:
    found = page(
        "<article><h1>Council opens new bridge</h1><time datetime='2024-05-01'>May 1, 2024</time>"
        "<form action='/post' method=post><p>This content is protected. Please enter the password to view it.</p>"
        "<label>Password <input name=post_password type=password></label><input type=submit value=Enter></form></article>"
    )

    assert (found.outcome, found.page_type) == ("protected", "article")
    assert found.article is not None
    assert (found.article.headline, found.article.text) == ("Council opens new bridge", "")


def test_a_list_of_hundreds_of_partners_is_still_a_consent_text() -> None:
    vendors = "".join(
        f"<p>Partner number {n} stores cookies on your device and processes personal data for its advertisements.</p>"
        for n in range(400)
    )
    found = page(f"<h1>Privacy</h1>{vendors}<button>Accept all</button>", title="Privacy")

    assert (found.outcome, found.article) == ("consent_page", None)


def test_a_poem_on_a_page_with_an_empty_box_is_no_shell() -> None:
    lines = "".join(
        f"<p>{line}</p>" for line in ["The harbour sleeps, the bridge is long,", "The mayor hums an older song,"] * 10
    )
    found = page(
        f"<main><article><h1>Council opens new bridge</h1>{lines}</article></main><div id=modal></div><script src=/app.js></script>"
    )

    assert (found.outcome, found.page_type) == ("ok", "article")


@pytest.mark.parametrize("around", ["", "<nav>" + "<a href='/x'>World</a> " * 9 + "</nav>"])
@pytest.mark.parametrize(("words", "outcome"), [(BROKEN, "error_page"), (CHECK, "blocked")])
def test_a_message_with_status_200_is_no_article(words: dict[str, tuple[str, str]], outcome: str, around: str) -> None:
    for heading, text in words.values():
        found = page(f"{around}<main><h1>{heading}</h1><p>{text}</p></main>", title=heading)
        assert (found.outcome, found.page_type, found.article) == (outcome, "other", None), heading


def test_a_puzzle_in_a_frame_is_a_check_also_where_little_is_said() -> None:
    found = page(
        "<div id='cf-challenge'><p>Just a moment...</p></div><iframe src='https://x.example/captcha'></iframe>",
        title="Just a moment...",
    )
    assert found.outcome == "blocked"


@pytest.mark.parametrize(
    "headline",
    [
        "Airport under maintenance until Friday",
        "Internal server error keeps bank closed",
        "Are you a robot? A test for readers",
        "Reporters were denied: access denied to the court",
    ],
)
@pytest.mark.parametrize("paragraphs", [1, 3])
def test_a_story_named_after_a_failure_is_a_story(headline: str, paragraphs: int) -> None:
    found = page(f"<article><h1>{headline}</h1>{story(paragraphs)}</article>", title=headline)

    assert (found.outcome, found.page_type) == ("ok", "article")
