"""Articles, listings and other pages are told apart by what they are made of, in every script."""

from __future__ import annotations

import pytest

from scraper.clean import clean_page
from scraper.clean.links import Links
from scraper.clean.outline import Outline
from scraper.clean.teasers.cards import find_lists
from scraper.clean.teasers.gathered import whole_lists
from scraper.clean.teasers.judge import JudgedCard, JudgedList
from scraper.clean.walk import walk
from scraper.dom import parse_html
from scraper.model import CleanedPage

STORY_URL = "https://paper.example/2024/03/harbour-bridge-closes-777.html"
SECTION_URL = "https://paper.example/culture/"
TEXTS = {
    "en": (
        "The council voted on Tuesday to close the old bridge for eight months while engineers replace the bearings.",
        "Residents said that they had been told about the works only a week ago, and asked for a ferry.",
        "“We will run a shuttle bus from the square every ten minutes,” said the head of the transport office.",
    ),
    "de": (
        "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke acht Monate zu sperren, damit die Lager erneuert werden.",
        "Anwohner kritisierten, sie seien erst vor einer Woche von den Arbeiten unterrichtet worden.",
        "„Wir setzen alle zehn Minuten einen Pendelbus ein“, sagte die Leiterin des Verkehrsamts.",
    ),
    "ja": (
        "市議会は火曜日、支承の交換工事のため、古い橋を八か月間閉鎖することを決めた。住民への説明は先週だった。",
        "住民からは渡し船を求める声が上がっている。市の交通局長は「十分ごとにバスを走らせる」と述べた。",
        "工事費は四億二千万円で、半分は県が負担する。三月に可決された予算に盛り込まれている。",
    ),
    "ru": (
        "Городской совет во вторник решил закрыть старый мост на восемь месяцев, пока инженеры меняют опорные части.",
        "Жители рассказали, что о работах им сообщили всего неделю назад, и попросили пустить паром.",
        "«Автобус будет ходить каждые десять минут», — сказала глава транспортного управления.",
    ),
    "ar": (
        "قرر مجلس المدينة يوم الثلاثاء إغلاق الجسر القديم لمدة ثمانية أشهر ريثما يستبدل المهندسون المساند.",
        "وقال السكان إنهم لم يعلموا بالأعمال إلا قبل أسبوع، وطالبوا بتوفير عبّارة.",
        "وقالت رئيسة مكتب النقل إن حافلة ستسير كل عشر دقائق من الساحة.",
    ),
}
TITLES = {
    "en": ("Council closes the old bridge", "Minister resigns over harbour contract", "Storm cuts power to homes", "Museum buys lost painting", "Rowers win third title", "Rail strike called off", "Culture"),
    "de": ("Stadtrat sperrt die alte Brücke", "Minister tritt wegen Hafenvertrag zurück", "Sturm kappt den Strom", "Museum kauft verschollenes Gemälde", "Ruderer holen dritten Titel", "Bahnstreik abgesagt nach Gesprächen", "Kultur"),
    "ja": ("市議会、古い橋を八か月閉鎖へ", "港湾契約をめぐり大臣が辞任", "嵐で数千世帯が停電", "美術館、失われた絵画を落札", "若手ボート部が三度目の優勝", "鉄道スト、協議の末に中止", "文化"),
    "ru": ("Городской совет закрывает старый мост", "Министр ушёл в отставку", "Шторм оставил без света тысячи домов", "Музей купил утраченную картину", "Гребцы взяли третий титул", "Забастовка железнодорожников отменена", "Культура"),
    "ar": ("مجلس المدينة يغلق الجسر القديم", "استقالة الوزير بسبب عقد الميناء", "العاصفة تقطع الكهرباء عن المنازل", "المتحف يشتري لوحة مفقودة", "ناشئات التجديف يحرزن اللقب", "إلغاء إضراب القطارات بعد محادثات", "ثقافة"),
}  # fmt: skip
CONSENT = {
    "en": "We and our 231 partners store cookies on your device to process personal data for advertising. You can accept or reject this.",
    "ja": "当社と231のパートナーは、広告のためにお使いの端末にクッキーを保存し、個人情報を処理します。同意または拒否できます。",
    "ru": "Мы и наши 231 партнёр храним файлы cookie на вашем устройстве и обрабатываем персональные данные для рекламы. Принять или отказаться.",
}
AGREE = {"en": "Accept all", "ja": "すべて同意する", "ru": "Принять все"}
MISSING = {
    "en": "Sorry, the page you are looking for could not be found.",
    "de": "Die gewünschte Seite konnte leider nicht gefunden werden.",
    "ja": "お探しのページは見つかりませんでした。",
    "ru": "К сожалению, такой страницы не существует.",
}
languages = pytest.mark.parametrize("language", TEXTS)


def cards(language: str, count: int, *, excerpts: bool = True, first: str = "item", titled: str = "h3") -> str:
    made = []
    for n in range(count):
        title, url = TITLES[language][n % 6], f"/2024/0{n + 1}/story-of-the-day-{n}.html"
        excerpt = f"<p>{TEXTS[language][n % 3]}</p>" if excerpts else ""
        made.append(
            f"<div class='{'item' if n else first}'><{titled}><a href='{url}'>{title}</a></{titled}>{excerpt}</div>"
        )
    return "".join(made)


def story(language: str, paragraphs: int) -> str:
    return "".join(f"<p>{TEXTS[language][n % 3]}</p>" for n in range(paragraphs))


def page(
    language: str, body: str, *, title: str = "", url: str = STORY_URL, head: str = "", aside: bool = True
) -> CleanedPage:
    menu = "".join(f"<li><a href='/{n}/'>{word}</a></li>" for n, word in enumerate("One Two Three Four Five".split()))
    side = f"<aside class='sidebar'><h2>Top</h2>{cards(language, 5, excerpts=False)}</aside>" if aside else ""
    return clean_page(
        f"<html lang='{language}'><head><title>{title or TITLES[language][0]} | Paper</title>{head}</head><body>"
        f"<header><nav><ul>{menu}</ul></nav></header><main>{body}</main>{side}"
        "<footer><p>© 2024 Paper</p><a href='/imprint'>Imprint</a></footer></body></html>".encode(),
        url=url,
    )


@languages
@pytest.mark.parametrize("paragraphs", [1, 2, 3])
def test_a_short_story_beside_a_list_of_stories_is_an_article(language: str, paragraphs: int) -> None:
    found = page(language, f"<article><h1>{TITLES[language][0]}</h1>{story(language, paragraphs)}</article>")

    assert (found.page_type, found.outcome) == ("article", "ok")
    assert len(found.related) == 5


@languages
def test_a_video_with_one_paragraph_is_an_article(language: str) -> None:
    data = '<script type="application/ld+json">{"@type": "VideoObject", "name": "Bridge"}</script>'
    body = f"<h1>{TITLES[language][0]}</h1><video src='/v.mp4'></video>{story(language, 1)}"

    assert page(language, body, head=data).page_type == "article"


@languages
def test_a_short_story_above_stories_with_excerpts_is_an_article(language: str) -> None:
    body = (
        f"<article><h1>{TITLES[language][0]}</h1>{story(language, 3)}</article><section>{cards(language, 6)}</section>"
    )

    assert page(language, body).page_type == "article"


@languages
def test_a_section_with_an_introduction_is_a_listing(language: str) -> None:
    name = TITLES[language][6]
    body = f"<h1>{name}</h1><div class='intro'>{story(language, 3)}</div><section>{cards(language, 6)}</section>"
    found = page(language, body, title=name, url=SECTION_URL)

    assert (found.page_type, found.outcome, found.article) == ("listing", "ok", None)
    assert len(found.related) == 11


@languages
def test_stories_with_excerpts_are_a_listing_though_the_excerpts_look_like_paragraphs(language: str) -> None:
    name = TITLES[language][6]
    body = f"<h1>{name}</h1><section>{cards(language, 6, first='lead')}</section>"
    found = page(language, body, title=name, url=SECTION_URL, aside=False)

    assert (found.page_type, found.article) == ("listing", None)
    assert [item.title for item in found.related] == list(TITLES[language][:6])


@languages
def test_results_of_a_search_are_a_listing(language: str) -> None:
    rows = cards(language, 6, titled="b").replace("div", "li")
    body = f"<form action='/search'><input name='q'></form><p>6 / 230</p><ul>{rows}</ul>"
    found = page(language, body, title="230", url="https://paper.example/search?q=bridge", aside=False)

    assert found.page_type == "listing"
    assert [item.title for item in found.related] == list(TITLES[language][:6])


@languages
def test_a_live_blog_whose_entries_are_linked_to_themselves_is_an_article(language: str) -> None:
    entries = "".join(
        f"<div><time>1{n}:00</time><h2><a href='#p{n}'>{TITLES[language][n]}</a></h2><p>{TEXTS[language][n % 3]}</p></div>"
        for n in range(5)
    )

    assert page(language, f"<article><h1>{TITLES[language][0]}</h1>{entries}</article>").page_type == "article"


@languages
def test_a_page_of_menus_alone_has_no_article(language: str) -> None:
    found = page(language, "", aside=False)

    assert (found.page_type, found.outcome) == ("other", "no_article")


def test_an_address_and_a_telephone_are_no_article() -> None:
    body = "<h1>Contact</h1><ul><li>Hafenstraße 3</li><li>+49 40 123456</li><li>info@paper.example</li></ul>"

    assert page("de", body, url="https://paper.example/contact", aside=False).outcome == "no_article"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Access Denied", "You don't have permission to access this page on this server. Reference #18.2f3"),
        ("Service Unavailable", "The server is down for maintenance or busy. Please try again later."),
        ("Just a moment", "Verifying you are human. This may take a few seconds. The site checks your connection."),
        ("paper.example", "This domain may be for sale. Contact the owner of the domain for a price today."),
    ],
)
def test_a_bare_message_in_a_storys_place_is_no_article(title: str, text: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    found = clean_page(html, url=STORY_URL)

    assert (found.page_type, found.article) == ("other", None)


@pytest.mark.parametrize("language", MISSING)
def test_a_page_whose_only_text_says_that_nothing_is_there_is_missing(language: str) -> None:
    found = page(language, f"<div><p>{MISSING[language]}</p></div>", title="Paper", aside=False)

    assert (found.page_type, found.outcome) == ("other", "soft_404")


@pytest.mark.parametrize("language", CONSENT)
def test_a_banner_beside_a_short_story_is_no_part_of_it(language: str) -> None:
    banner = f"<div class='cookie-banner'><p>{CONSENT[language]}</p><button>OK</button></div>"
    found = page(language, f"<article><h1>{TITLES[language][0]}</h1>{story(language, 2)}</article>{banner}")

    assert found.article is not None
    assert found.article.text == "\n\n".join(TEXTS[language][:2])


@pytest.mark.parametrize("language", CONSENT)
def test_a_short_consent_text_is_one_in_every_script(language: str) -> None:
    html = f"<html><head><title>{TITLES[language][0]}</title></head><body><div><h2>Privacy</h2><p>{CONSENT[language]}</p><button>{AGREE[language]}</button></div></body></html>"

    assert clean_page(html, url=STORY_URL).outcome == "consent_page"


def test_class_words_of_wordpress_entries_are_no_votes() -> None:
    names = "post-57 post type-post status-publish hentry category-newsletter tag-related tag-sponsored"
    body = f"<article class='{names}'><h1>{TITLES['en'][0]}</h1><div class='entry-content'>{story('en', 3)}</div></article>"
    found = page("en", body)

    assert found.article is not None
    assert found.article.text == "\n\n".join(TEXTS["en"])


def judged(language: str, count: int, taken: int) -> tuple[Outline, JudgedList]:
    outline = walk(parse_html(f"<div>{cards(language, count)}</div>"))
    (found,) = find_lists(outline, Links("https://paper.example/a"))
    return outline, JudgedList(
        found, tuple(JudgedCard(card, 0.0, 0.0, n < taken) for n, card in enumerate(found.cards))
    )


@languages
def test_a_long_list_of_which_a_good_part_was_taken_is_taken_whole(language: str) -> None:
    outline, entry = judged(language, 9, 3)

    assert len(whole_lists([entry], outline)[0].accepted) == 9


@pytest.mark.parametrize(("count", "taken"), [(9, 1), (5, 2)])
def test_a_list_that_is_short_or_was_hardly_taken_is_left_as_it_was_judged(count: int, taken: int) -> None:
    outline, entry = judged("en", count, taken)

    assert whole_lists([entry], outline) == [entry]
