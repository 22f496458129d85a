"""Words that stand around the names of authors, in many languages: weak votes, matched as whole words, in this one place."""

from __future__ import annotations

import re


def _words(text: str) -> str:
    return "|".join(sorted((re.escape(word) for word in text.strip().split("|")), key=len, reverse=True))


_BY = (
    "story by|words by|text by|report by|reported by|reporting by|written by|posted by|published by|article by|authored by|analysis by|opinion by|review by"
    "|compiled by|edited by|interview by|commentary by|created by|submitted by|by|author|authors|author name|contributor|contributors|words|reporting"
    "|ein kommentar von|eine analyse von|ein gastbeitrag von|kommentar von|von unserem korrespondenten|von unserer korrespondentin|aus dem englischen von"
    "|interview von|text von|eingestellt von|erstellt von|gepostet von|vom|von|autor|autorin|autoren|autor\\*in|verfasser|verfasst von|geschrieben von|veröffentlicht von|text und fotos|text|redaktion"
    "|propos recueillis par|écrit par|publié par|rédigé par|article de|un article de|par|auteur|auteurs|autrice|de notre correspondant|de notre envoyé spécial"
    "|escrito por|publicado por|redactado por|por|autora|autores|autoras|texto|texto de|texto por|redacción"
    "|di|a cura di|scritto da|pubblicato da|autore|autrice|testo di|articolo di|dal nostro inviato"
    "|door|geschreven door|auteur|tekst|deur|av|text av|skriven av|publicerad av|av vår|af|skrevet af|skrevet av|tekst av|tekst|journalist|forfatter|skribent"
    "|kirjoittaja|teksti|toimittaja|höfundur|eftir|blaðamaður|autor|tekst|opracowanie|opracował|opracowała|napisał|napisała|rozmawiał|rozmawiała"
    "|napsal|napsala|text|zdroj|avtor|piše|pise|piše|autor/ica|autor|autorka|napísal|írta|szerző|szerzők|scris de|publicat de|de|autor|autori|redactor"
    "|автор|авторы|текст|автор статьи|автор материала|авторка|автори|підготував|підготувала|аўтар|автор|пише|συντάκτης|του|της|από|γράφει|κείμενο|γράφουν"
    "|yazan|yazar|haber|haberi yazan|kaynak|oleh|penulis|ditulis oleh|reporter|penulis artikel|wartawan|tác giả|theo|mwandishi|na mwandishi|ni|umbhali|autors|autorius|parengė"
    "|بقلم|الكاتب|كتب|كتبت|كتابة|تحرير|نویسنده|تحریر|از|מאת|כתב|כתבה|מערכת|लेखक|द्वारा|লেখক|লিখেছেন|எழுதியவர்|ผู้เขียน|โดย|文|作者|撰文|记者|記者|文/|作者：|記者/|編集|執筆|取材|文・|글|기자|글쓴이"
)
_ROLE = (
    "staff|staff writer|staff writers|staff reporter|senior reporter|reporter|reporters|correspondent|correspondents|chief correspondent|political correspondent"
    "|editor|editors|deputy editor|managing editor|executive editor|associate editor|contributing editor|contributing writer|contributor|contributors|columnist|opinion contributor"
    "|journalist|journalists|senior journalist|multimedia journalist|freelance journalist|freelance writer|freelancer|writer|senior writer|news writer|author|authors|producer|digital producer"
    "|photographer|photojournalist|analyst|commentator|critic|bureau chief|intern|news desk|newsdesk|news team|web desk|online desk|digital team|editorial board|editorial team|editorial staff"
    "|the editors|guest|guest author|guest contributor|guest writer|guest post|admin|administrator|webmaster|user|anonymous|unknown|none|null|undefined|news|team|desk|our reporter|special correspondent"
    "|redaktion|redaktor|redakteur|redakteurin|redaktörin|korrespondent|korrespondentin|volontär|volontärin|gastautor|gastautorin|chefredakteur|chefredakteurin|ressortleiter|ressortleiterin|autorin|freie autorin|freier autor|reporterin|leiter|leiterin|politikredakteur"
    "|rédaction|la rédaction|journaliste|correspondant|correspondante|rédacteur|rédactrice|rédacteur en chef|envoyé spécial|envoyée spéciale|redacción|la redacción|redactor|redactora|periodista|corresponsal|enviado especial|jefe de sección"
    "|redação|da redação|jornalista|repórter|redator|redatora|editora|colunista|redazione|la redazione|giornalista|inviato|inviata|corrispondente|redactie|de redactie|verslaggever|correspondente|redacteur|chef|hoofdredacteur|columnist"
    "|redaktionen|redaktör|reporter|journalist|redaksjonen|frilans|frilansare|frilansjournalist|korrespondent|nyhetschef|toimitus|toimittaja|ritstjórn|redakcja|redaktor|dziennikarz|dziennikarka|redakce|redaktor|redaktorka|redakcia|szerkesztő|szerkesztőség|újságíró|redacția"
    "|редакция|корреспондент|журналист|обозреватель|редактор|спецкор|редакція|кореспондент|журналіст|журналістка|редакция|muhabir|editör|editörü|haber merkezi|redaksi|editor|wartawan|jurnalis|kontributor|phóng viên|biên tập|mwandishi wetu|mwandishi"
    "|محرر|مراسل|صحفي|صحافي|كاتب|كاتبة|التحرير|هيئة التحرير|צוות|כתב|כתבת|עורך|संवाददाता|रिपोर्टर|संपादक|ब्यूरो|编辑|責任編集|編集部|編集者|记者|記者|기자|선임기자|특파원|編集委員|論説委員"
)
_AND = "and|&|with|und|mit|et|avec|y|con|e|com|en|met|och|og|med|ja|i|a|és|și|si|in|ir|un|dan|и|і|та|с|ve|ile|và|na|و|ו|और|এবং|και|및|และ"

BY = re.compile(rf"(?:{_words(_BY)})(?:\s*[:：|/\-–]\s*|\s+|(?=[^\x00-\u02ff]))", re.IGNORECASE)
"""The words in front of a name, at the start of a text: "By ", "Autor: "."""

BY_FIRST_WORDS = frozenset(re.split(r"[\s/*]", word)[0] for word in _BY.split("|"))
"""First words of these: a text that begins with another word in Latin letters needs no search."""

ROLE_WORDS = frozenset(word for phrase in _ROLE.split("|") for word in phrase.split())
"""Words of roles: a name without one of them needs no search."""

_BY_STRICT = (
    "story by|words by|text by|report by|reported by|reporting by|written by|posted by|published by|compiled by|by|von|par|por|di|a cura di|door|deur|av|af|eftir|kirjoittaja|autor|autorin"
    "|autora|auteur|autore|author|authors|autores|autoren|írta|szerző|scris de|автор|авторка|текст|аўтар|συντάκτης|γράφει|yazan|yazar|oleh|penulis|tác giả|mwandishi|na mwandishi wetu|بقلم|מאת|लेखक"
    "|โดย|作者|撰文|记者|記者|文"
)
_BY_STRICT_FIRST = frozenset(phrase.split()[0] for phrase in _BY_STRICT.split("|"))
_BY_STRICT_START = re.compile(rf"(?:{_words(_BY_STRICT)})(?:\s*[:：|/]\s*|\s+|(?=[^\x00-\u02ff]))", re.IGNORECASE)


def is_byline(text: str) -> bool:
    """Tell whether a short line below the headline is a byline by its first word alone: "By Jane Doe"."""
    if text[:1].isascii() and text.partition(" ")[0].rstrip(":").casefold() not in _BY_STRICT_FIRST:
        return False
    return _BY_STRICT_START.match(text) is not None


def announces_byline(text: str) -> bool:
    """Tell whether a line is nothing but the word in front of a byline: "Written by"."""
    return text.rstrip(" :").casefold() in _BY_STRICT_PHRASES


_BY_STRICT_PHRASES = frozenset(_BY_STRICT.split("|"))


ROLE = re.compile(rf"(?<!\w)(?:{_words(_ROLE)})(?!\w)", re.IGNORECASE)
"""What a person is, or a name for nobody in particular: no name."""

OFFICE = re.compile(
    r"(?<!\w)(?:secretary|minister|president|vice[- ]president|prime minister|chancellor|spokes(?:person|man|woman)|director|ambassador|envoy|senator|governor|mayor|commissioner|attorney|judge"
    r"|congress(?:man|woman)|representative|ceo|chair(?:man|woman|person)?|founder|co-founder|professor|general|admiral|minister\w*|präsident\w*|kanzler\w*|sprecher\w*|botschafter\w*|ministre|président\w*"
    r"|ministr[oa]|president[ea]|secretari[oa]|embajador\w*|portavoz|porta-voz|portavoce|ambasciator\w*|министр\w*|президент\w*|посол)(?!\w)",
    re.IGNORECASE,
)
"""Public offices: behind the comma of a declared name they belong to it, as a newsroom's titles do not."""

AND = re.compile(rf"\s+(?:{_words(_AND)})\s+", re.IGNORECASE)
"""What stands between the last two names of several."""

LEADING_AND = re.compile(r"^(?:and|und|et|y|e|en|och|og|ja|dan|и|та|і|ve)\s+")

ORGANISATION = re.compile(
    r"(?<!\w)(?:gmbh|ag|kg|e\. ?v|inc|llc|ltd|limited|corp|company|co|plc|s\.?a|b\.?v|media|medien|news|nachrichten|newspapers?|magazine?|magazin|verlag|press|presse|agency|agentur|agence"
    r"|agencia|institute?|institut\w*|instituto|foundation|stiftung|fondation|fundación|university|universit\w+|cent(?:er|re)|zentrum|association|verband|verein|society|council|committee|ministry|ministerium|ministère|ministerio"
    r"|office|department|bureau|division|group|gruppe|groupe|grupo|team|network|netzwerk|online|digital|tv|radio|fernsehen|zeitung|times|post|herald|tribune|tribunal|journal|daily|weekly|gazette|chronicle|observer|guardian|independent"
    r"|standard|express|mail|sun|star|mirror|globe|report|review|blog|web|wire|service|services|staff|redaktion|union|party|club|store|shop|project|initiative|alliance|federation|commission|embassy|bank)(?!\w)"
    r"|\w\.(?:com|org|net|de|at|ch|fr|es|it|uk|eu|info|tv|se|no|dk|fi|is|ru|ua|pl|cz|jp|kr|cn|br|in)(?!\w)",
    re.IGNORECASE,
)
"""What names of organisations hold: such a name signs only where no person does."""

TRAILING = re.compile(
    r"(?:\s+(?:updated|published|posted|last updated|aktualisiert|veröffentlicht|publié|mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato"
    r"|обновлено|опубликовано|güncelleme|online|reports?|reporting|writes|follow|for .*|is an? .*|on|at|am|le|el|il))+$"
    r"|\s*(?:기자|선임기자|특파원|記者|记者|さん|氏)$",
    re.IGNORECASE,
)
"""What follows a name without a mark between."""

AGENCY_NAMES = re.compile(
    r"(?:the )?(?:associated press|agence france[- ]presse|deutsche presse[- ]agentur|press association|thomson reuters|canadian press|australian associated press"
    r"|press trust of india|dow jones(?: newswires)?|bloomberg(?: news)?|reuters|xinhua|the conversation|stacker|newswire|getty images|wire services?|wires?|agencies|agenturen|agences?|agencias?|agenzie?)",
    re.IGNORECASE,
)
"""News agencies by their full names."""

AGENCIES = frozenset(
    "ap afp dpa reuters apa sda ats ansa efe lusa pap ctk čtk mti tass tasr ria itar-tass interfax unian ukrinform xinhua 新华社 yonhap kyodo jiji pti ani ians aap pa upi"
    " belga anp tt ntb ritzau stt bns elta leta bta hina tanjug beta sita agerpres ana-mpa aa anadolu bernama antara kna nan sapa epd kna sid dpa-afx cnn afxp"
    .split()
)  # fmt: skip
"""News agencies by their short names, in lower case: authors only where nobody else is named."""

LABELS_OF_SOURCE = (
    "more from|source|via|originally (?:published|posted|appeared) (?:at|by|on|in)|first (?:published|appeared) (?:at|by|on|in)|this (?:article|story|post|piece) (?:was |is )?(?:originally |first )?"
    "(?:published|appeared|republished|posted|syndicated|provided)(?: with permission)? (?:at|by|on|in|from)|republished (?:from|with permission from)|courtesy of|news release from|press release from|from"
    "|quelle|mehr von|zuerst erschienen (?:bei|in|auf)|fuente|tomado de|fonte|con información de|com informações d[aeo]|source originale?|bron|källa|kilde|lähde|heimild|źródło|zdroj|forrás|sursa|izvor|vir"
    "|источник|джерело|крыніца|източник|πηγή|kaynak|mənbə|sumber|nguồn|chanzo|المصدر|منبع|מקור|स्रोत|সূত্র|ที่มา|来源|來源|出典|引用元|출처"
)
"""What stands before a colon and the name of a story's first publisher."""

_STORY = "(?:article|story|post|piece|essay|column|report|interview|text)"
FIRST_PUBLISHED = (
    rf"via|(?:this {_STORY} )?(?:was |is |has been |has )?(?:also )?(?:(?:originally|first|previously|initially) (?:published|posted|appeared)|republished|syndicated)(?: with permission)? (?:at|by|on|in|from)"
    rf"|this {_STORY} (?:also )?(?:appears|appeared) (?:at|on|in)"
    rf"|this {_STORY} (?:was |is )?(?:provided|produced|supplied) by|courtesy of"
    "|(?:dieser|der|diese|die|das) (?:artikel|text|beitrag|kommentar|interview|gespräch|reportage) (?:ist |wurde )?(?:zuerst |zunächst |ursprünglich )?(?:erschien(?:en)?|veröffentlicht)?(?: zuerst)? ?(?:bei|in|im|auf|am)"
    "|(?:cet article|ce texte) (?:a été |est )?(?:initialement |d'abord |d’abord )?(?:publié|paru)(?: initialement| à l'origine)? (?:sur|dans|par)|publié à l'origine (?:sur|dans|par)"
    "|(?:este artículo|este texto|esta nota) (?:fue |se )?(?:publicó |publicad[oa] )?(?:originalmente |inicialmente |por primera vez )?(?:publicad[oa] |se publicó )?(?:originalmente )?(?:en|por)"
    "|(?:este artigo|este texto|esta matéria) (?:foi )?(?:originalmente )?publicad[oa] (?:originalmente )?(?:em|no|na|por)"
    "|(?:questo articolo|questo testo) (?:è stato )?(?:originariamente )?(?:pubblicato|apparso) (?:originariamente |per la prima volta )?(?:su|in|da)|(?:dit artikel|dit stuk) (?:is |verscheen )?(?:eerder |oorspronkelijk |eerst )?(?:gepubliceerd |verschenen )?(?:in|op|door)"
)
"""What stands before the name itself: "Originally published on"."""
