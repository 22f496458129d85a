"""Frames that dumps of any site show. A site's definition adds its own; structure decides where they count."""

from __future__ import annotations

import re


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


_GO_ON = (
    r"(?:continue|keep) reading|read (?:more|on|full|(?:the )?(?:full |whole |rest of (?:the |this )?)?(?:story|article|post|report|entry))|(?:view|see) (?:the )?(?:full |whole )?(?:story|article|post)|full (?:story|article)|(?:learn|see|find out|discover|show) more"
    r"|weiter ?lesen|weiterlesen|mehr (?:lesen|erfahren)|zum artikel|ganzen artikel lesen|lire (?:la suite|plus|l[’']article)|en savoir plus|(?:leer|ver|saber) más|seguir leyendo|(?:leia|ler|saiba|ver) mais|continuar (?:lendo|a ler)|(?:leggi|continua) (?:tutto|di più|a leggere|l[’']articolo|ancora)|leggi tutto"
    r"|lees (?:meer|verder)|läs (?:mer|hela artikeln|vidare)|les (?:mer|videre|hele saken)|læs (?:mere|videre)|lue lisää|lesa meira|читать (?:далее|дальше|полностью|ещё|еще)|подробнее|читати далі|докладніше|devamını oku|devamı|czytaj (?:dalej|więcej)|číst (?:dále|více)|celý článek|čítať ďalej|citește (?:mai mult|mai departe)"
    r"|tovább olvasom|tovább|прочети повече|baca (?:selengkapnya|selanjutnya|lagi)|selengkapnya|xem thêm|đọc (?:tiếp|thêm)|อ่านต่อ|อ่านเพิ่มเติม|続きを読む|もっと(?:読む|見る)|阅读(?:更多|全文)|閱讀(?:更多|全文)|查看(?:更多|全文)|繼續閱讀|继续阅读|اقر[أا] (?:المزيد|أكثر|التفاصيل)|إقرأ المزيد|قراءة المزيد|تابع القراءة|ادامه مطلب|بیشتر بخوانید"
    r"|קרא(?:ו|י)? (?:עוד|המשך)|המשך קריאה|להמשך קריאה|더 ?(?:보기|읽기)|계속 읽기|और पढ़ें|आगे पढ़ें|বিস্তারিত|διαβάστε περισσότερα|περισσότερα|llegir més|irakurri gehiago|ler máis"
)
_GO_ON_WEAK = r"more|details?|mehr|weiter|plus|suite|más|mais|altro|meer|mer|mere|lisää|далее|więcej|více|المزيد|עוד|更多|详细|詳細"

MORE = _pattern(
    rf"[\[(<«‹{{]?\s*(?:…|\.{{2,}})?\s*(?:{_GO_ON}|(?<=[\[(<«‹{{])(?:{_GO_ON_WEAK})|(?:{_GO_ON_WEAK})(?=\s*(?:…|\.{{2,}}|[»›→>])))\s*(?:…|\.{{2,}}|&raquo;|[»›→>])*\s*[\])>}}]?\s*[»›→>]*"
)
"""A "read more" frame, to be held against a whole line: "[Read More…]", "(more)", "Weiterlesen …"."""

MORE_AT_END = _pattern(
    rf"(?:^|\s|(?<=[…\].!?]))(?:[\[(<«‹{{]\s*(?:…|\.{{2,}})?\s*(?:{_GO_ON}|{_GO_ON_WEAK})[^\])>}}]{{0,60}}[\])>}}]|(?:{_GO_ON})\s*(?:…|\.{{2,}}|&raquo;|[»›→>])*|(?:{_GO_ON_WEAK})\s*(?:…|\.{{2,}}|&raquo;|[»›→>])+)\s*[»›→>]*$"
)
"""The same at the end of a text."""

MORE_WITH_TITLE = _pattern(
    r"[\[(]?\s*(?:continue reading|keep reading|read more(?: about)?|weiterlesen|lire la suite(?: de)?|leia mais|leer más|читать далее)\b[:\s]+.{2,240}"
)
"""A "read more" frame that repeats the title: "Continue reading “The title”"."""

CATEGORY = _pattern(
    r"(?:in\s+(?P<in>\S.*)"
    r"|(?:(?:filed|posted|published|categori[sz]ed|classified|listed)\s+(?:under|in|as)|categor(?:y|ies)|section|topics?|kategorien?|abgelegt unter|rubrik|ressort|catégories?|rubrique|classé (?:dans|sous)|categorías?|secci[oó]n|publicado en|categorias?|publicado em|categoria|archiviato in|pubblicato in|categorie(?:ën)?|geplaatst in|kategori(?:er)?|рубрика|категория|раздел|kategoria|rubryka|kategorie|categorie|分类|分類|類別|カテゴリー?|카테고리|분류|القسم|التصنيف|تصنيف|קטגוריה|श्रेणी)\s*[:：]?\s*(?P<under>\S.*)"
    r"|\[(?P<brackets>[^\[\]]+)\])"
)
"""A category in its frame, to be held against the whole of a short line behind a title."""

SOURCE = _pattern(
    r"(?:more (?:news |stories |articles )?from|originally (?:published|posted|appeared) (?:by|at|on|in)|first (?:published|posted|appeared) (?:by|at|on|in)|this (?:article|story|post) (?:first |originally )?(?:appeared|was (?:first |originally )?published) (?:on|in|at|by)|(?:syndicated|republished|reprinted) from|source|via"
    r"|mehr (?:von|aus)|quelle|source|plus de|en savoir plus sur|fuente|más de|fonte|mais de|altro da|bron|meer van|källa|kilde|lähde|источник|źródło|zdroj|kaynak|sumber|nguồn|المصدر|المزيد من|מקור|来源|來源|出典|출처|स्रोत)\s*[:：]\s*(?P<text>\S.*)"
)
"""Who published the story first; the colon is what tells it from a sentence."""

SOURCE_SURE = _pattern(
    r"(?:more (?:news |stories |articles )?from|originally|first|this|syndicated|republished|reprinted|mehr von|المزيد من)\b"
)
"""Frames of `SOURCE` that no note under a table begins with."""

READING_TIME = _pattern(
    r"[(\[]?\s*(?:(?:estimated |average |est\. )?(?:read(?:ing)?(?: ?time)?|time to read)\s*[:：]?\s*(?:is |about |~|≈|< ?)?(?P<a>\d{1,4})\s*-?\s*min(?:ute)?s?\.?"
    r"|(?:about |~|≈|< ?)?(?P<b>\d{1,4})\s*-?\s*min(?:ute)?s?\.?\s*(?:(?:of |to )?read(?:ing)?(?: time)?|for reading)"
    r"|(?:lesezeit|lesedauer|temps de lecture|durée de lecture|lecture|tiempo (?:estimado )?de lectura|lectura|tempo (?:estimado )?de leitura|leitura|tempo (?:medio )?di lettura|lettura|leestijd|lästid|lesetid|læsetid|lukuaika|время (?:чтения|на чтение)|на чтение|чтение|час читання|okuma süresi|czas czytania|doba čtení|waktu baca|thời gian đọc|読了(?:時間|目安)?|阅读(?:时间|时长)?|閱讀時間|읽는 시간|وقت القراءة|مدة القراءة|זמן קריאה)\s*[:：]?\s*(?:ca\.|env\.|約|大约|约)?\s*(?P<c>\d{1,4})\s*[-\s]?(?:min\w*\.?|мин\w*\.?|хв\w*\.?|dk\.?|dakika|menit|phút|分钟?|分鐘|분|د(?:قيقة|قائق)|דקות|דקה)?"
    r"|(?P<d>\d{1,4})\s*[-\s]?(?:min\.?|minuten?|minutes?|minutos?|minuti|minuter|minutter|minuuttia|мин\.?|минут[аы]?|хв\.?|хвилин\w*|dk\.?|dakika\w*|menit|phút|分钟?|分鐘|분|دقائق|دقيقة|דקות|minut\w*)\s*(?:lesezeit|zu lesen|de lecture|de lectura|de leitura|di lettura|leestijd|lezen|läsning|lesetid|læsning|lukuaika|чтения|читання|okuma|lık okuma|czytania|čtení|membaca|baca|đọc|で読め\w*|阅读|閱讀|읽기|للقراءة|قراءة|من القراءة|קריאה)"
    r")\s*[)\]]?\s*\.?"
)
"""How long reading takes, as a line of its own."""

NOISE = _pattern(
    r"(?:hits|views|page ?views|visits|reads|downloads|shares|likes|comments|kommentare|aufrufe|commentaires|vues|visitas|comentarios|просмотр\w*|комментари\w*|مشاهدات|عدد المشاهدات|浏览|阅读量|조회수?)\s*[:：]?\s*[\d.,]+\s*[km]?"
    r"|[\d.,]+\s*[km]?\s+(?:hits|views|page ?views|visits|reads|shares|likes|comments?|responses?)|no comments(?: yet)?|post views:?\s*[\d.,]*"
    r"|\(?advertise?ment\)?|advert|ad|sponsored|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|реклама|reklam[ae]?|إعلان|広告|广告|廣告|광고|story continues below(?: this)? advertise?ment|advertisement - (?:story|article) continues below|scroll to continue"
    r"|share(?: (?:this|on|via|it)(?: \w+){0,3})?:?|share (?:facebook|twitter|x|linkedin|email|print)(?: \w+){0,8}|teilen|partager|compartir|compartilhar|condividi|delen|dela|del|поделиться|paylaş|udostępnij|bagikan|chia sẻ|مشاركة|شارك|シェア(?:する)?|分享|공유|שתף"
    r"|(?:(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|tumblr|email|e-mail|print|pocket|pdf|copy link|save|tweet|pin it|like|flipboard|messenger|bluesky|threads|mastodon|viber|vk|line|weibo|wechat|instagram|youtube|sms)(?:[\s|·•,/]+|$))+"
    r"|like this:?|like loading\s*(?:…|\.{3})?|loading\s*(?:…|\.{3})|print this page|e-?mail this(?: \w+)?|listen to this article|tweet|follow us(?: on .{1,60})?"
    r"|skip to (?:main )?(?:content|navigation)|(?:back|scroll|return) to (?:the )?top|(?:main )?menu|toggle navigation|close|search(?: for)?:?|submit|subscribe|sign (?:in|up)|log ?in|register|home|\(button\).{0,40}|_{3,}|\[ ?\]|\[(?:img|image|inline|logo[^\]]*|[\w\-]+\.(?:png|jpe?g|gif|svg|webp))\]|image|edit|for (?:immediate|general) release|(?:press|news|media) release|click to copy|page \d+(?: (?:of|/) \d+)?|#.{0,200}\bfeed\b.{0,200}"
)
"""Lines that say nothing, wherever they stand; some of them only outside the text (`NOISE_IN_BODY`)."""

NOISE_IN_BODY = _pattern(
    r"(?:hits|views|page ?views|visits|post views|shares)\s*[:：]\s*[\d.,]+\s*[km]?|\(?advertise?ment\)?|story continues below(?: this)? advertise?ment|advertisement - (?:story|article) continues below|scroll to continue|anzeige|publicité|إعلان|広告|广告|廣告|share this:?|like loading\s*(?:…|\.{3})?|like this:|page \d+ (?:of|/) \d+|click to copy|\(button\).{0,40}|_{3,}"
    r"|\[(?:img|image|inline|[\w\-]+\.(?:png|jpe?g|gif|svg|webp))\]"
)
"""Lines that say nothing even between two paragraphs."""

FOOTER = _pattern(
    r"(?:.{0,80}?(?:©|\(c\)|&copy;|copyright)\s*(?:copyright|by|©|\(c\))?\s*(?:(?:19|20)\d\d|[^\W\d_]).{0,200}?(?:(?:19|20)\d\d|reserved|vorbehalten|réservés|reservados|riservati|voorbehouden|защищены|محفوظة|inc|llc|ltd|gmbh)?.{0,120}"
    r"|.{0,160}(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|alle rechten voorbehouden|все права защищены|wszelkie prawa zastrzeżone|tüm hakları saklıdır|جميع الحقوق محفوظة|כל הזכויות שמורות|版权所有|版權所有|無断転載\w*|all rights reserved)\s*\.?"
    r"|(?:proudly )?powered by .{2,80}|theme:? .{1,60}|designed by .{2,60}|(?:privacy policy|terms(?: (?:of|and) \w+)?|cookie policy|impressum|datenschutz\w*|mentions légales|aviso legal|contact(?: us)?|about(?: us)?|advertise|sitemap|careers|accessibility|agb|kontakt)(?:[\s|·•,/–-]+(?:privacy(?: policy)?|terms(?: (?:of|and) \w+)?|cookies?(?: policy)?|impressum|datenschutz\w*|contact(?: us)?|about(?: us)?|advertise|sitemap|careers|accessibility|agb|kontakt|help|faq|rss))*)"
)
"""The page's last lines; looked for behind everything else only."""

FOOTER_MARK = _pattern(
    r"(?:©|\(c\)|&copy;|copyright)\s*(?:copyright|by|©)?\s*(?:(?:19|20)\d\d|[A-Z])|(?:19|20)\d\d\s*(?:©|\(c\))|(?:rights reserved|rechte vorbehalten|droits réservés|derechos reservados|direitos reservados|diritti riservati|rechten voorbehouden|права защищены|prawa zastrzeżone|hakları saklıdır)\s*\.?$|حقوق محفوظة|版权所有|版權所有|無断転載"
)

COMMENTS = _pattern(
    r"(?:\d+|one|no|two|three)\s+(?:comments?|responses?|replies|thoughts?)(?:\s+(?:on|to)\b.{0,200})?|comments?\s*\(\d+\)|comments?:?|leave (?:a|your) (?:reply|comment)(?:\s.{0,60})?|(?:post|add) a comment|join the (?:conversation|discussion)|\d+ (?:kommentare|commentaires|comentarios|comentários|commenti|reacties|комментари\w*)|kommentare?|commentaires|comentarios|schreibe einen kommentar|laisser un commentaire|deja (?:un comentario|una respuesta)|التعليقات|اترك تعليقا?ً?"
)
"""Where readers begin to speak."""

TAGS = _pattern(
    r"(?:tags?|tagged(?: (?:with|as|in))?|keywords?|schlagw[oö]rt\w*|stichworte?|mots[- ]clés|étiquettes?|etiquetas|palavras-chave|trefwoorden|taggar|метки|теги|tagi|etiketler|标签|標籤|タグ|태그|الوسوم|وسوم|الكلمات المفتاحية|תגיות)\s*[:：]\s*(?P<text>\S.*)"
)

PROMO = _pattern(
    r"[\[(]?\s*(?P<label>(?:read (?:also|more|next)|also read|related(?: (?:story|stories|articles?|news|reading|coverage|posts?|content|links?|topics?|video))?|see also|also see|more(?: (?:on this|on this topic|from this \w+|stories|coverage|news))?|don[’']t miss|recommended(?: (?:reading|for you|stories))?|you (?:may|might) (?:also )?(?:like|be interested in)|must read|trending|in case you missed it|further reading|watch(?: also| now)?"
    r"|mehr zum thema|lesen sie (?:auch|mehr|hier)|lest auch|auch interessant|siehe auch|zum thema|mehr dazu|lire (?:aussi|également)|à lire(?: aussi)?|voir aussi|à voir aussi|sur le même sujet|lea también|lee también|leer también|ver también|le puede interesar|te puede interesar|relacionad[oa]s?|leia (?:também|mais)|veja (?:também|mais)|saiba mais|leggi anche|vedi anche|correlati"
    r"|lees ook|lees meer|zie ook|läs (?:också|även|mer)|les også|læs også|lue myös|читайте (?:также|ещё|еще)|смотрите также|по теме|читайте також|ayrıca okuyun|ilgili haberler?|bunu da okuyun|czytaj (?:też|także|również|więcej)|zobacz (?:też|także)|čtěte také|přečtěte si také|baca juga|lihat juga|xem thêm|đọc thêm"
    r"|das könnte (?:sie|dich|ihnen)(?: auch)? (?:interessieren|gefallen)|passend dazu|vous aimerez aussi|(?:quizás|tal vez) te interese|você (?:também )?pode gostar|ti potrebbe interessare|вам также может (?:понравиться|быть интересно)|ilginizi çekebilir|może cię zainteresować|おすすめ記事|猜你喜欢|(?:قد|ربما) يعجبك أيضا?ً?"
    r"|関連記事|関連|あわせて読みたい|相关(?:阅读|新闻|文章|报道)?|相關(?:閱讀|新聞|文章|報導)?|延伸阅读|延伸閱讀|관련 ?(?:기사|글)?|اقر[أا] (?:أيضا|أيضًا|أيضاً|ايضا|المزيد)|إقرأ أيضا?ً?|مقالات ذات صلة|مواضيع ذات صلة|شاهد أيضا?ً?|קרא(?:ו)? (?:גם|עוד)|ראו גם|यह भी पढ़ें))"
)
"""The label of a promo between paragraphs."""

PROMO_LINE = _pattern(PROMO.pattern + r"\s*(?:[:：]|[|»›→]|\s[–—-]\s)\s*(?P<title>\S.*)")
PROMO_HEADING = _pattern(PROMO.pattern + r"\s*[:：]?\s*[\])]?")

NEIGHBOUR = _pattern(
    r"(?:(?P<previous>(?:previous|prev\.?|older)(?: (?:post|article|story|entry))?|vorheriger(?: beitrag| artikel)?|zurück|(?:article )?précédent|anterior|precedente|vorig(?: bericht|e)?|предыдущ\w+(?: \w+)?|poprzedni(?: wpis)?|önceki(?: yazı)?|السابق|المقال السابق|前の記事|上一篇|이전 글)|(?P<next>(?:next|newer)(?: (?:post|article|story|entry|up))?|nächster(?: beitrag| artikel)?|(?:article )?suivant|siguiente|successivo|volgend(?: bericht|e)?|следующ\w+(?: \w+)?|następny(?: wpis)?|sonraki(?: yazı)?|التالي|المقال التالي|次の記事|下一篇|다음 글))\s*[:：]\s*(?P<title>\S.*)"
)
"""The neighbours of a post, below the text."""

BYLINE = _pattern(
    r"(?:(?:(?:written|reported|posted|published|story|text|words|report|article|authored|compiled|edited) )?by|author\(?s?\)?|reporter|correspondent|von|autor(?:in)?|text von|ein beitrag von|par|auteur\w*|por|autor[ae]?s?|redacción|di|autore|door|auteur|av|af|skriven av|kirjoittanut|автор\w*|текст|autorka|tekst|oleh|penulis|tác giả|yazan|yazar|بقلم|الكاتب|كتب|كتبت|מאת|作者|撰文|文|記者|记者|編輯|著者|執筆|글|기자|लेखक)(?P<colon>\s*[:：]\s*|\s+)(?P<names>\S.{0,200})"
)

DATE_LABEL = _pattern(
    r"(?P<updated>(?:last |latest )?(?:updated?|modified|edited|changed|revised)|aktualisiert|zuletzt \w+|stand|geändert|mis(?:e)? à jour|modifié|actualizado|modificado|atualizado|aggiornato|bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|обновлено|изменено|оновлено|güncelleme|zaktualizowano|aktualizováno|diperbarui|cập nhật|更新(?:日|于|於|时间|時間)?|최종수정|수정|تحديث|آخر تحديث|עודכן)"
    r"|(?P<published>(?:first |originally )?(?:published|posted|released|created|issued|issue|filed|publication)|release|date|dated|veröffentlicht|erschienen|erstellt|datum|vom|publié|paru|le|publicado|fecha|el|em|pubblicato|il|data|gepubliceerd|geplaatst|publicerad|publisert|udgivet|julkaistu|опубликовано|дата|опубліковано|yayın\w*|tarih|opublikowano|publikováno|vydáno|diterbitkan|tanggal|đăng|ngày|发布(?:时间|于|日期)?|發布(?:時間|於)?|公開日?|日期|投稿日|等록|등록|입력|نشر|تاريخ|פורסם)"
)

AGO = _pattern(
    r"(?:about |over |almost |posted )?(?:\d{1,3}|an?|one|two|few)\s?(?:s|sec\w*|m|min\w*|h|hrs?|hours?|d|days?|w|weeks?|mo|months?|y|years?)\.?\s+ago|(?:vor|il y a|hace|há|fa|sedan|siden) \d{1,3} \w+|\d{1,3} \w+ (?:fa|geleden|sedan|siden|önce|назад|temu|yang lalu|trước|पहले|sitten)|\d{1,3}\s?(?:分钟|小时|天|分鐘|小時|分|時間|日|분|시간|일)\s?(?:前|전)|منذ \S+(?: \S+)?|قبل \d+ \S+|לפני \S+(?: \S+)?|yesterday|today|just now|gestern|heute|hier|ayer|ieri|вчера|сегодня"
)
"""A date told by its distance."""

PROTECTED = _pattern(
    r"this (?:content|post|page|article) is (?:password[- ]protected|protected by a password|protected)\b.{0,120}|dieser (?:inhalt|beitrag) ist passwortgeschützt.{0,120}|c(?:ette publication|e contenu) est protégée? par un mot de passe.{0,120}|este contenido está protegido.{0,120}|(?:enter|your)? ?password:?(?: ?_*)?(?: ?enter)?|to view (?:this protected post|it),? (?:please )?enter (?:the|your) password.{0,60}"
)
"""What stands in place of a text behind a password."""

PICTURE = _pattern(
    r"(?:photos?|pictures?|images?|credit|photo credit|image credit|foto|bild|crédit(?:s)?(?: photo)?|photographie?|imagen|imagem|фото|zdjęcie|写真|图片|圖片|사진|صورة|תמונה)\s*(?:by\s|[:：©/]).{1,300}|(?:figure|fig\.|abbildung|abb\.)\s*\d{0,3}\s*[:：.]\s(?:[^.]{1,200})|.{1,400}\b(?:photo|image|picture)?\s?credits?:\s.{2,80}|.{1,400}[(\[](?:photo|image|picture|credit|foto|bild|ap photo|file photo|courtesy|getty|reuters|afp|dpa)\b[^()\[\]]{0,120}[)\]]\.?|.{1,400}(?:/\s?(?:getty images|ap photo|afp|reuters|dpa|shutterstock)|via (?:getty images|ap|reuters|shutterstock))[^.]{0,40}\.?"
)
"""What stands under a picture."""

TABLE_CAPTION = _pattern(
    r"(?:table|tab\.|tabelle|tableau|tabla|tabela|tabella|tabel|tabell|таблица|表|표|جدول)\s*[A-Z]?\d{0,3}(?:\.\d{1,2})?\s*[:：.–—-].{1,300}"
)

OUTLET = _pattern(
    r".*\b(?:\w{3,}(?:zeitung|nachrichten|blatt|kurier|anzeiger|bote|rundschau|presse|spiegel)|news|network|times|post|herald|daily|journal|gazette|tribune|press|chronicle|globe|guardian|observer|mirror|telegraph|courier|register|sentinel|star|sun|world|wire|today|report|reporter|review|magazine|weekly|monitor|bulletin|dispatch|examiner|inquirer|mail|standard|examiner|broadcasting|radio|tv|media|zeitung|nachrichten|tagblatt|kurier|anzeiger|spiegel|presse|rundschau|journal|le monde|figaro|courrier|el (?:país|mundo)|diario|periódico|noticias|jornal|folha|diário|corriere|gazzetta|giornale|nieuws|krant|dagblad|nyheter|tidning|avis|новости|газета|вести|правда|haber|gazetesi|wiadomości|gazeta|noviny|zprávy|berita|kabar|báo)\b.*|.*(?:أخبار|صحيفة|جريدة|شبكة|新闻|新聞|日报|日報|ニュース|뉴스|일보|신문|חדשות).*"
)
"""Words that names of papers and sites are made of."""

SECTION = _pattern(
    r"world|today|media|news|reports?|reviews?|magazine|radio|tv|press|opinion|standard|daily|live|weather|sports?|politics|business|local|national|international"
)
"""Single words of `OUTLET`, and others, that are names of sections."""

BREADCRUMB = _pattern(
    r"(?:home(?: ?page)?|startseite|accueil|inicio|início|inicial|strona główna|hem|hjem|etusivu|главная|головна|ana ?sayfa|beranda|trang chủ|首页|首頁|ホーム|トップ|홈|الرئيسية|ראשי)\s*[>»›/|«‹→·•].{1,120}"
)
"""The way from the front page to this one."""

CONTACT = _pattern(
    r"^(?:(?:media |press )?contacts?|tel(?:ephone)?|phone|fax|e-?mail|kontakt|pressekontakt|contacto|contato|contatti)\s*[:：]|\S@\S+\.\w|\(\d{3}\)\s?\d{3}-\d{4}"
)
"""A line that says how to reach somebody."""

ADDRESS = _pattern(r"<?https?://\S+>?")
