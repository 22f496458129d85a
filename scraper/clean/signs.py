"""What the words of a short text are a sign of: an advertisement, a call to subscribe, a photo credit … Weak votes.

A sign is a bit, set by single words in many languages, or by whole sayings. Texts of one line and texts
of a few lines have bits of their own: "newsletter" in three words is a button, in two sentences it may be the story.
"""

from __future__ import annotations

from itertools import repeat

from scraper.clean.sayings import HOUSE_NOTE, ON_AUTHOR, OWN_VIEWS

_WORDS = {
    "ad": "advertisement advertisements advert advertising advertise ad ads sponsored sponsor anzeige anzeigen werbung publicité publicidad publicidade pubblicità"
    " reclame advertentie annons annonse reklama reklamy reklam reklame реклама διαφήμιση ilan iklan quảng 広告 광고 广告 廣告 إعلان פרסומת",
    "subscribe": "newsletter newsletters subscribe subscriber subscribers subscription subscriptions unsubscribe inbox signup register registered membership"
    " abonnieren abo abonnement abonnez abonné abonnés suscríbete suscripción suscríbase suscriptores boletín inscreva-se assine assinante assinantes iscriviti"
    " abbonati abonneer prenumerera abonner abonnent подписаться подпишитесь подписка prenumeruj subskrybuj předplatné abone aboneliği berlangganan 購読 登録 구독 订阅 訂閱 اشترك",
    "follow": "follow facebook twitter instagram whatsapp telegram youtube linkedin tiktok pinterest threads bluesky mastodon messenger viber app download podcast"
    " like folgen folgt suivez sígueme síguenos siga seguici volg följ følg obserwuj śledź takip ikuti フォロー 팔로우 关注 تابعنا",
    "share": "share shares shared email print copy link bookmark teilen drucken partager imprimer compartir compartilhar condividi delen dela del udostępnij"
    " sdílet paylaş bagikan поделиться поделитесь シェア ツイート 공유 分享 شارك",
    "rights": "copyright rights reserved © all-rights syndication licensed terms vorbehalten réservés reservados riservati zastrzeżone защищены 無断転載 저작권 版权 版權",
    "contact": "contact email e-mail mail @ tips tip feedback kontakt contacter contacto contato contatta редакция editor@ newsroom reach reached",
    "comment": "comment comments reply replies commenting moderated moderation disqus kommentar kommentare kommentieren commentaires commentaire comentarios"
    " comentário comentários commenti reacties kommentarer komentarze komentarz комментарии комментарий yorum yorumlar komentar コメント 댓글 评论 評論 تعليق",
    "consent": "cookie cookies consent privacy gdpr ccpa datenschutz einwilligung confidentialité privacidad privacidade gizlilik integritet personvern",
    "credit": "photo photos photograph photographer image images picture pictures getty reuters afp ap epa dpa ansa efe courtesy credit shutterstock istock"
    " foto fotos bild bilder quelle imagen imágenes crédito immagine afbeelding kuva zdjęcie zdjęcia фото снимок fotoğraf gambar 写真 撮影 사진 图 圖 صورة",
    "byline": "by published updated posted author written reporter correspondent editor staff min read minutes minute ago von veröffentlicht aktualisiert stand"
    " autor autorin redakteur redaktion par publié rédaction auteur publicado actualizado redacción atualizado redação pubblicato redazione door gepubliceerd"
    " av publicerad publisert opublikowano autor: автор опубликовано обновлено yazar güncelleme diterbitkan penulis oleh 更新 公開 기자 编辑 記者 记者 تاريخ",
    "report": "reporting contributed report additional edited editing compiled writing associated press contribution originally appeared disclaimer"
    " mitarbeit collaboration collaboré colaboró colaboraron contribuiu redigerad",
    "more": "read more related also see watch next previous click here continue mehr lesen weiterlesen auch thema lire aussi suite plus leer más lea también"
    " relacionado veja leia mais também leggi anche lees ook meer läs mer les mer czytaj więcej zobacz čtěte více читайте также подробнее devamı oku baca juga"
    " 関連 記事 続き 더보기 相关 延伸 更多 اقرأ أيضا المزيد",
    "offer": "buy price deal deals shop amazon affiliate commission purchase discount coupon offer offers cart checkout retailer kaufen preis rabatt acheter prix"
    " comprar precio preço купить цена satın fiyat beli harga",
    "login": "login log sign in account password username forgot subscriber-only premium anmelden einloggen konto passwort connexion connectez iniciar sesión"
    " entrar cadastre accedi inloggen logga logg zaloguj войти giriş masuk ログイン 로그인 登录 登入",
    "topic": "topics tags tag filed under categories category keywords topic: tags: schlagworte themen thèmes etiquetas temas argomenti onderwerpen ämnen tagi"
    " теги метки etiketler タグ 태그 标签",
    "views": "views opinions opinion expressed reflect endorse disclaimer meinung meinungen ansicht ansichten gastkommentar gastbeitrag reflètent engagent engage"
    " reflejan representan opiniones opinión refletem reflete representa opinião riflettono riflette opinioni mening meningen мнение мнения odzwierciedlają"
    " yansıtmaz yansıtmayabilir görüşlerini mencerminkan 見解 立场 立場 입장과 تعبر الآراء",
    "script": "javascript browser enable disabled loading video player slideshow gallery wird geladen laden chargement cargando carregando",
}  # fmt: skip

LINE = 80  # characters: up to here a text is a line
SHORT = 320  # up to here its words are signs

_SAYINGS = ("words on the author", "note of the house", "views of its own")
_FIRST = 32  # the bits below are those of `scraper.clean.context`
_KINDS = (*_WORDS, *_SAYINGS)
_COUNT = len(_KINDS)
NAMES = tuple(f"{name} in a {size}" for size in ("line", "short text") for name in _KINDS)
_BIT = {name: 1 << (_FIRST + n) for n, name in enumerate(_KINDS)}
_LINE_BIT = {word: _BIT[name] for name, words in _WORDS.items() for word in words.split()}
_TEXT_BIT = {word: bit << _COUNT for word, bit in _LINE_BIT.items()}
_KNOWN = frozenset(_LINE_BIT)
_SUBSCRIBE, _LOGIN, _VIEWS = _BIT["subscribe"], _BIT["login"], _BIT["views"]
_ON_AUTHOR, _HOUSE_NOTE, _OWN_VIEWS = (_BIT[name] for name in _SAYINGS)
SIGNS = (1 << (_FIRST + 2 * _COUNT)) - (1 << _FIRST)
"""All bits of signs."""

_CALL_WORDS = 8
_EDGES = ".,:;!?()[]{}«»„“”\"'’‘|–—-…•·»›>"


def signs_of(text: str) -> int:
    """Return the signs of a text, 0 for one that is too long for its single words to say anything."""
    if len(text) > SHORT:
        return 0
    is_line = len(text) <= LINE
    words = text.lower().split()
    known = _KNOWN.intersection(words)
    if not "".join(words).isalnum():
        known |= _KNOWN.intersection(map(str.strip, words, repeat(_EDGES)))
    bits = _LINE_BIT if is_line else _TEXT_BIT
    signs = 0
    for word in known:
        signs |= bits[word]
    if is_line:
        heading = _heading(text)
        if heading in ON_AUTHOR:
            signs |= _ON_AUTHOR
        elif heading in HOUSE_NOTE:
            signs |= _HOUSE_NOTE
    if signs & (_VIEWS | _VIEWS << _COUNT) and OWN_VIEWS.search(text):
        signs |= _OWN_VIEWS if is_line else _OWN_VIEWS << _COUNT
    return signs


def is_beside_heading(text: str) -> bool:
    """Tell whether a line is the heading of words on the author, or of a note of the house."""
    if len(text) > LINE:
        return False
    heading = _heading(text)
    return heading in ON_AUTHOR or heading in HOUSE_NOTE


def _heading(text: str) -> str:
    return text.lower().rstrip(" :：.")


def is_subscription_call(text: str) -> bool:
    """Tell whether a line asks to subscribe: few words, no sentence, two of them from forms ("Sign up for our newsletter").

    One such word may be the story's; a sentence with two may be, too.
    """
    words = text.lower().split()
    if len(words) > _CALL_WORDS or text.endswith((".", "?", ":", "。")):
        return False
    bits = [_LINE_BIT.get(word.strip(_EDGES), 0) for word in words]
    return bits.count(_SUBSCRIBE) >= 2 or (_SUBSCRIBE in bits and _LOGIN in bits)


def sign_names() -> dict[int, str]:
    """Return the name of each bit."""
    return {1 << (_FIRST + n): name for n, name in enumerate(NAMES)}
