"""What a house says beside the story, in whole phrases: headings over words on the author, notes, disclaimers.

Weak votes, many languages, one place. Headings are whole, without their final colon, in lower case.
"""

from __future__ import annotations

import re

_AUTHOR = """
about the author|about the authors|about the writer|about the contributor|the author|the authors|meet the author|author bio
der autor|die autorin|die autoren|zum autor|zur autorin|zu den autoren|über den autor|über die autorin|über die autoren
à propos de l’auteur|à propos de l'auteur|à propos de l’autrice|l’auteur|l'auteur|l’autrice|les auteurs|biographie de l’auteur
sobre el autor|sobre la autora|acerca del autor|acerca de la autora|el autor|la autora|quién es el autor
sobre o autor|sobre a autora|o autor|a autora|sull’autore|sull'autore|l’autore|l'autore|l’autrice|chi è l’autore
over de auteur|over de schrijver|de auteur|om författaren|om skribenten|författaren|om forfatteren|om skribenten|forfatteren
kirjoittaja|tietoa kirjoittajasta|o autorze|o autorce|autor tekstu|o autorovi|o autorce článku|об авторе|об авторах|автор текста|про автора
yazar hakkında|yazarlar hakkında|tentang penulis|profil penulis|về tác giả|σχετικά με τον συγγραφέα|ο συγγραφέας|a szerzőről|despre autor
عن الكاتب|عن المؤلف|على הכותב|על המחבר|על הכותבת|著者紹介|筆者紹介|著者プロフィール|筆者プロフィール|作者简介|作者簡介|关于作者|關於作者|저자 소개|필자 소개|글쓴이
"""

_HOUSE = """
note|please note|disclaimer|a note to readers|note to readers|a note to our readers|hinweis|hinweise|anmerkung|in eigener sache|haftungsausschluss
hinweis der redaktion|anmerkung der redaktion|avertissement|note aux lecteurs|aviso|aviso legal|nota de la redacción|descargo de responsabilidad
nota da redação|aviso aos leitores|avvertenza|nota della redazione|disclaimer van de redactie|friskrivning|ansvarsfraskrivelse|vastuuvapauslauseke
zastrzeżenie|nota od redakcji|upozornění|poznámka redakce|дисклеймер|примечание редакции|от редакции|sorumluluk reddi|catatan redaksi
إخلاء مسؤولية|ملاحظة المحرر|免責事項|免责声明|免責聲明|면책 조항|편집자 주
"""


def _headings(words: str) -> frozenset[str]:
    return frozenset(heading for line in words.strip().split("\n") for heading in line.split("|"))


ON_AUTHOR = _headings(_AUTHOR)
"""Headings over words on who wrote the text."""

HOUSE_NOTE = _headings(_HOUSE)
"""Headings over what the house has to say for itself."""

OWN_VIEWS = re.compile(
    r"not (?:necessarily )?(?:those of|reflect|represent|imply)|(?:views|opinions) expressed|are (?:his|her|their|my) own|nicht (?:\w+ )?(?:der|die) (?:meinung|ansicht)"
    r"|meinung des autors|meinung der autorin|ne reflèt\w+ pas|n[’']engage\w* que|no (?:necesariamente )?(?:reflejan?|representan?)|não (?:necessariamente )?(?:reflete|representa)"
    r"|non riflett\w+|niet noodzakelijk|не совпада|не отража|nie (?:muszą|musi) |niekoniecznie|yansıtma\w*|tidak mencerminkan|不代表|見解|입장과 다를|لا تعبر|לא משקפות",
    re.IGNORECASE,
)
"""That the views are the writer's, not the house's."""
