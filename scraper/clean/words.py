"""Words that say what a list, a label or a link is: weak votes, in many languages, in this one place.

Nothing is decided by a word alone: structure finds the lists, words name their kind and take labels off.
"""

from __future__ import annotations

import re

from scraper.frames import Frame
from scraper.model import RelatedKind


def _any(words: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases (separated by "|"), not inside a longer word."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


LIST_KINDS: tuple[tuple[RelatedKind, re.Pattern[str]], ...] = (
    ("sponsored", _any(
        r"sponsored|sponsor|promoted|advertisement|advertorial|paid (?:content|post|partner)|partner content|from our partners?|around the web"
        r"|from the web|partners?|anzeigen?|werbung|publicit\w+|publicidad|patrocinad\w+|contenu sponsorisé|реклама|новости компаний|партн\w+|ilan|reklam|annons\w*|広告|光告"
    )),
    ("previous", _any(r"previous|prev|older|vorherig\w*|zurück|précédent\w*|anterior\w*|precedente|vorige|föregående|forrige|предыдущ\w+|önceki|poprzedni\w*|前の\w*|上一篇|السابق|sebelumnya")),
    ("next", _any(r"next(?: post| article| story| up)?|newer|nächst\w*|suivant\w*|siguiente\w*|successiv\w*|próxim\w*|volgende|nästa|neste|næste|следующ\w+|sonraki|następn\w*|次の\w*|下一篇|التالي|berikutnya|selanjutnya")),
    ("most_read", _any(
        r"most (?:read|popular|viewed|shared|commented|watched|discussed)|popular|trending|top (?:stories|posts|reads)|best of|hot|meistgelesen\w*|beliebt\w*|meist ?gesehen\w*|les plus (?:lus|vus)|plus lus"
        r"|más (?:leíd[oa]s?|vist[oa]s?|popular\w*)|lo más (?:leído|visto)|mais (?:lid[ao]s?|vist[ao]s?|popular\w*)|populares|più (?:letti|lette|visti)|meest gelezen|populair\w*|mest (?:läst|lest|læst|sett?|lesið)"
        r"|luetuimmat|самое читаемое|популярн\w+|читаемое|çok okunan\w*|popüler|najczęściej czytane|popularne|nejčtenější|skaitomiausi\w*|terpopuler|paling \w+|人気\w*|ランキング|アクセス\S*|最多\S*|热门|熱門|الأكثر \S+|زوارنا \S+|많이 본 \S*|인기 ?\S*"
    )),
    ("read_more", _any(r"read (?:more|next|also)|more (?:to )?read|continue reading|keep reading|also read|weiterlesen|(?:zum )?weiterlesen|lesen sie (?:auch|mehr|weiter)|lest auch|lire (?:aussi|la suite)|à lire(?: aussi)?|leer más|lee también|leia (?:mais|também)|leggi anche|lees (?:ook|meer|verder)|läs (?:mer|också|även)|les (?:mer|også)|læs (?:mere|også)|читайте (?:также|еще|ещё)|читать далее|ayrıca oku\w*|czytaj (?:też|także|więcej)|taip pat skaitykite|baca juga|あわせて読みたい|こちらも読む|延伸阅读|延伸閱讀|اقرأ (?:أيضا|أيضًا|ايضا|المزيد)|함께 읽\S*")),
    ("latest", _any(
        r"latest|recent(?: \w+)?|newest|new(?: posts| stories| articles)?|just in|breaking|newswire|headlines|live feed|neueste\w*|aktuell\w*|letzte\w*|kürzlich\w*|derni\S+|récent\w*|últim[oa]s?|ultim\w+|recientes?"
        r"|recentes?|laatste|nieuwste|senaste|siste|seneste|uusimmat|последни\w+|свежи\w+|новости дня|son (?:haberler|dakika)|najnowsze|nejnovější|naujausi\w*|naujien\w*|terbaru|terkini|新着\S*|最新\S*|速報|آخر \S+|أحدث \S+|최신\S*|nýjast\w*"
    )),
    ("related", _any(
        r"related|see also|also see|similar|you (?:may|might) (?:also )?(?:like|be interested)|recommended|we recommend|more (?:on|about|like) this|don[’']?t miss|also of interest|verwandte?\w*|ähnliche\w*|mehr zum thema|zum thema|das könnte sie \S*|passend dazu|siehe auch|à voir aussi|sur le même (?:sujet|thème)"
        r"|articles? liés?|relacionad\w+|te puede interesar|también te puede|veja também|saiba mais|correlati|potrebbe interessar\w*|gerelateerd\w*|relaterad\w*|relatert\w*|relaterede|aiheesta lisää|по теме|похож\w+|материалы по теме|смотрите также|вам также \S+|ilgili\w*|powiązane|zobacz (?:też|także)|související|susij\w+|terkait|berita terkait|関連\S*|相关\S*|相關\S*|مقالات ذات صلة|ذات صلة|اخترنا لكم|관련\S*|संबंधित"
    )),
    ("section", _any(r"more (?:from|in|\w+ (?:stories|news|articles))|more|in other news|also in|top stories|top news|editor[’']?s[’']? (?:choice|picks?)|our picks|featured|mehr aus|mehr von|weitere\w*|plus de|más (?:noticias|de|artículos)|mais (?:de|notícias|em)|altri articoli|meer (?:van|over)|mer (?:från|om)|еще|ещё|другие \S+|diğer|więcej|další|lainnya|その他\S*|更多\S*|المزيد \S*|더 ?보기|और")),
)  # fmt: skip
"""Kinds of lists by what their headings say; the first that fits counts."""

PROMO_LABEL = re.compile(
    r"\s*[\[({»>•\-–—]*\s*(?:(?:read|see|watch|listen|also|more|related|next|further|don[’']?t miss|mehr|lesen|lest|siehe|zum|lire|à lire|à voir|leer|lee|"
    r"leia|veja|saiba|leggi|lees|läs|les|læs|lue|читайте|смотрите|oku|czytaj|zobacz|čtěte|skaitykite|baca|関連|相关|相關|اقرأ|إقرأ|관련|recommended|editor|must|previously|in case|background|exclusive|opinion|analysis|photos?|video|gallery)\b[^:：|»>]{0,40})\s*[:：|»>–—-]+\s*",
    re.IGNORECASE,
)
"""The label in front of a promo between paragraphs: "Related:", "Read more –"."""

MORE_LABEL = re.compile(
    r"[\[(]?\s*(?:…\s*)?(?:(?:continue|keep) reading|read (?:more|on|full|the (?:full )?(?:story|article))|full (?:story|article)|(?:learn|see|view|show|find out|discover) (?:more|all|full)|more(?: details| info| »| ›| →)?|details?|weiter\s?lesen|mehr(?: lesen| erfahren| dazu)?|(?:lire|voir) (?:la suite|plus|l[’']article)|en savoir plus"
    r"|(?:leer|ver|seguir leyendo) ?(?:más|todo)?|saiba mais|leia mais|ler mais|ver mais|continua(?: a leggere)?|leggi(?: tutto| di più| l[’']articolo)?|lees (?:meer|verder)|läs (?:mer|hela)|les (?:mer|hele)|læs mere|lue lisää|читать (?:далее|дальше|полностью)|подробнее|далее|devamı\w*|devamını oku|czytaj (?:dalej|więcej)|więcej|číst dále|více|skaityti(?: daugiau)?|baca(?: selengkapnya)?|selengkapnya|xem thêm|อ่านต่อ|続きを読む|もっと見る|阅读(?:更多|全文)|更多|閱讀更多|اقرأ المزيد|المزيد|더 ?보기|और पढ़ें|watch(?: now| video)?|listen(?: now)?|play|view (?:gallery|photos)|comments?|\d+ comments?|share|reply|subscribe|sign up)\s*(?:…|\.{3}|»|›|→|>+|\)|\])*\s*",
    re.IGNORECASE,
)
"""The whole text of a link that says "go on reading" (or leads to something else than a story), never a title."""

EXCERPT_FRAMES = tuple(map(Frame, (
    "[Read More…]", "Read More…", "Read More »", "Read More", "[…]", "Continue reading *", "Continue reading", "Keep reading", "[Continue reading…]", "(more…)", "[more]",
    "Read more →", "Read the full story", "Read full article", "Weiterlesen", "mehr…", "Lire la suite", "Leer más", "Leia mais", "Leggi tutto", "Lees meer", "Läs mer", "Les mer", "Læs mere",
    "Читать далее", "Подробнее", "Devamını oku", "Czytaj więcej", "Czytaj dalej", "Baca selengkapnya", "続きを読む", "اقرأ المزيد",
)))  # fmt: skip
"""Frames behind an excerpt."""

CATEGORY_FRAMES = tuple(
    map(
        Frame,
        (
            "In “{text}”",
            'In "{text}"',
            "In {text}",
            "Posted in {text}",
            "Filed under: {text}",
            "Filed under {text}",
            "Category: {text}",
            "Categorized as {text}",
        ),
    )
)
"""Frames around a category; "In …" counts only where a link to the category, or its class, says so."""

AUTHOR_PREFIX = re.compile(
    r"(?:by|von|par|por|di|da|door|av|af|od|oleh|autor|author|текст|от|автор|yazan)[:\s]+(?=\S)", re.IGNORECASE
)
"""What stands before a name in a byline."""

COUNT = re.compile(
    r"(?:\d[\d.,]*\s?[km]?\+?\s*(?:comments?|replies|views?|likes?|shares?|reads?|votes?|min(?:ute)?s?\.? (?:read|lesezeit|de lecture|de lectura|de leitura|di lettura)|kommentare?r?|commentaires?|comentarios?"
    r"|comentários?|commenti|reacties|yorum|komentar\w*|комментари\w*|просмотр\w*|vues?|visitas|aufrufe|görüntüle\w*|コメント|댓글|评论|評論|تعليق\w*|photos?|fotos?|bilder|images?|pics|slides?)?"
    r"|(?:comments?|kommentare?|commentaires?|comentarios?|reading time|lesezeit|lecture|temps de lecture)\s*[:(]?\s*\d[\d.,]*\s*(?:min\w*\.?)?\)?|\d+\s?(?:min|mins|minutes|minuten|dk|мин)\.?(?: read| lesen)?"
    r"|\d{1,3}:\d\d(?::\d\d)?\s?(?:min\w*|sek\w*|std)\.?|(?:leave|add|post|write) a (?:comment|reply)|no comments?|comments? off)",
    re.IGNORECASE,
)
"""Counts and reading times beside a title, whole: "12 comments", "4 min read"."""

BADGE = _any(
    r"video|videos|live|liveblog|live-?ticker|ticker|gallery|photos?|fotos?|bilder|podcast|audio|exclusive|exklusiv|exclusif|exclusiva|exclusivo|esclusiva|breaking(?: news)?|premium|plus|abo|new|neu|nuevo|sponsored|promoted|ad|anzeige|advertisement"
    r"|subscribers? only|for subscribers|members? only|pro|f\+|sz\+|spiegel\+|s\+|z\+|watch|listen|read|update[ds]?|eilmeldung|en directo|en vivo|en direct|ao vivo|diretta|direkt|прямой эфир|эксклюзив|видео|фото|canlı|özel|galeri|na żywo|tylko u nas|動画|写真|독점|영상|视频|視頻|مباشر|حصري|فيديو|بالفيديو|tiesiogiai"
)
"""Words that mark a teaser's form, not its subject."""

AD_LABEL = _any(
    r"ad ?choices|ads?|adverts?|advertisements?|advertising|anzeigen?|werbung|publicité|publicidad|publicidade|pubblicità|reklam\w*|reclame|advertentie|annons|mainos|hirdetés|реклама|広告|광고|广告|廣告|إعلان|פרסומת|ilan|iklan"
)
"""What stands over or on an advertisement."""

POWERED_BY = re.compile(r"\s*\b(?:powered|provided|presented|promoted|recommended) by\b.*$", re.IGNORECASE)
"""Who fills a list, behind its heading: "Around The Web Powered By …"."""

GLUE = re.compile(
    r"(?:in|on|at|by|from|for|and|posted(?: in| on| by)?|published(?: on| in| by)?|updated(?: on)?|filed under|categor(?:y|ies|ized as)|tags?|tagged|section|topics?|written by|von|am|um|vom|und|uhr|veröffentlicht|aktualisiert|stand|kategorien?"
    r"|par|le|dans|à|et|publié(?: le)?|mis à jour|por|el|en|y|publicado(?: em| el| en)?|actualizado|atualizado|em|di|il|del|pubblicato|aggiornato|door|op|gepubliceerd|av|den|i|publicerad|uppdaterad|publisert|oppdatert|опубликовано|в|от|yayın\w*|güncelle\w*|opublikowano|diterbitkan|발행|입력|公開|更新|发布|نشر)\s*[:：]?",
    re.IGNORECASE,
)
"""Words that stand around a date, a name or a category and are none of them, whole: "Posted in"."""
