"""Words of time on teaser cards, in many languages: "2 hours ago", "gestern, 10:15", "vor 3 Std.", "3시간 전".

The long patterns are slow where they find nothing; for each a short one (`HINTS_…`) says of a text in lower case that it may.
"""

from __future__ import annotations

import re

_NUMBER = r"(?:\d{1,3}|[٠-٩۰-۹०-९]{1,3})"
_SOME = rf"(?:{_NUMBER}\+?|an?|one|two|few|einem|einer|ein|eine|une?|una|um|uma|én|en|ett|et|eine[nm]|bir|één|jedn\w*)"
SOME = re.compile(r"\b(?:ago|vor|il y a|hace|há|fa|geleden|sedan|siden|temu|назад|önce|منذ|قبل|לפני)\b", re.IGNORECASE)
"""Words of a distance whose number may be written out: "an hour ago"."""

_UNIT = (
    r"(?:secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mos?|months?|y|yrs?|years?|m|s"
    r"|sek\w*|std|stunden?|tag(?:e|en)?|woche[n]?|monat(?:e|en)?|jahr(?:e|en)?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|années?|segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|meses|mês|años?|anos?"
    r"|secondi|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|seconden|minuut|minuten|uur|uren|dag(?:en|ar)?|we(?:ek|ken)|maand(?:en)?|jaar"
    r"|minute[nr]|timm(?:ar|e)|tim(?:er|e|mar)?|dager|veck(?:or|a)|uker?|månad(?:er)?|måneder?|år"
    r"|sekunti\w*|minuutti\w*|tunti\w*|tuntia|päiv\w*|viikko\w*|kuukau\w*"
    r"|секунд\w*|мин\w*|час\w*|дн\w*|ден\w*|день|недел\w*|месяц\w*|год\w*|лет|хвилин\w*|годин\w*|тижн\w*|тижден\w*|місяц\w*|дена|дана|сат\w*"
    r"|saniye|dakika|dk|saat|gün|hafta|ay|yıl|sekund\w*|minut\w*|godz\w*|dni|dzień|tygod\w*|miesi\w*|lat|hodin\w*|dn[iíůy]|den|týdn\w*|měsíc\w*|hod"
    r"|val|valand\w*|dien\w*|savait\w*|mėn\w*|stund\w*|nedēļ\w*|tund\w*|päeva|ore|oră|zile|săptămâni|luni|órá\w*|nap\w*|hét\w*|perc\w*"
    r"|detik|menit|jam|hari|minggu|pekan|bulan|tahun|giây|phút|giờ|ngày|tuần|tháng|năm|sat[ia]?|dan[a]?|ώρ\w*|λεπτ\w*|μέρ\w*|ημέρ\w*"
    r"|klst|mín\w*|klukku\w*|dög\w*|ură|minuta)\.?"
)
_BEHIND = r"(?:ago|önce|evvel|temu|назад|тому|geleden|sedan|siden|sitten|lalu|yang lalu|fa|trước|ezelőtt|tagasi|atrás|síðan|पहले|agoes|zpět)"
_BEFORE = r"(?:vor|hace|il y a|há|prieš|pirms|před|pred|prije|пре|pre|преди|acum|för|for|fyrir|πριν(?: από)?|منذ|قبل|לפני|since)"

_ALONE = rf"^{_NUMBER}\s?(?:h|hrs?|d|w|mo|std\.?|ч|saat|tim)$"

AGO = re.compile(
    rf"(?<!\w)(?:(?:about |over |almost )?{_SOME}\s?{_UNIT}(?:\s{_NUMBER}\s?{_UNIT})?\s{_BEHIND}|{_SOME}{_UNIT}\s?ago"
    rf"|{_BEFORE}\s{_SOME}\s?{_UNIT}(?:\s(?:sedan|siden|síðan))?)(?!\w)"
    rf"|{_NUMBER}\s?(?:秒|分钟?|分鐘|小时|小時|時間|天|日|周|週間?|个?月|か月|ヶ月|年)\s?(?:前|以前)|{_NUMBER}\s?(?:초|분|시간|일|주|주일|개월|달|년)\s?전"
    rf"|(?<!\w)(?:منذ|قبل|לפני)\s(?:{_NUMBER}\s)?\w+|{_NUMBER}\s\S+\s(?:पहले|पूर्व|پیش|আগে|ago)|{_NUMBER}\s?(?:นาที|ชั่วโมง|วัน|เดือน)ที่(?:แล้ว|ผ่านมา)"
    rf"|{_ALONE}",
    re.IGNORECASE,
)
"""A distance in time; the last form only as the whole text: "5h"."""

HINTS_AT_AGO = re.compile(rf"{_BEHIND}|{_BEFORE}|πριν|पूर्व|پیش|আগে|ที่|前|전|{_ALONE}")
"""What every match of `AGO` holds, in lower case."""

_CLOCK = r"(?:(?:at|um|à|a las|às|alle|ore|kl\.?|om|в|о|o|u|de|klo|saat|-|–|,)\s*)*(?:[01]?\d|2[0-3])[:.h]\s?[0-5]\d(?:[:.][0-5]\d)?(?:\s?(?:[ap]\.?m\.?|uhr|h))?"

_DAY_WORD = (
    r"(?:today|yesterday|just now|moments ago|heute|gestern|vorgestern|gerade eben|aujourd[’']hui|hier|hoy|ayer|hoje|ontem|oggi|ieri|vandaag|gisteren|idag|i dag|igår|i går|í dag|í gær"
    r"|tänään|eilen|сегодня|вчера|сьогодні|учора|вчора|только что|днес|dziś|dzisiaj|wczoraj|dnes|včera|danas|jučer|juče|bugün|dün|šiandien|vakar|šodien|täna|eile|azi|ma|tegnap|σήμερα|χθες"
    r"|hari ini|kemarin|hôm nay|hôm qua|今天|昨天|今日|昨日|오늘|어제|اليوم|أمس|היום|אתמול|आज|कल|امروز|دیروز)"
)

DAY_WORD = re.compile(rf"(?<!\w){_DAY_WORD}(?!\w)(?:[\s,|–-]*{_CLOCK})?", re.IGNORECASE)
"""A day named by its distance, with the time of day behind it."""

HINTS_AT_DAY_WORD = re.compile(_DAY_WORD)
"""What every match of `DAY_WORD` holds, in lower case."""

CLOCK = re.compile(
    r"(?:kl\.?\s?)?(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?(?:[ap]\.?m\.?|uhr|h))?|(?:[01]?\d|2[0-3])h[0-5]\d", re.IGNORECASE
)
"""A time of day as a whole text."""

DAY_AND_MONTH = re.compile(
    rf"(?:\w{{2,12}}\.?,?\s)?(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:de\s)?(?P<behind>[^\W\d_]{{3,12}})\.?|(?P<before>[^\W\d_]{{3,12}})\.?\s\d{{1,2}}(?:st|nd|rd|th)?)(?:[\s,|•·–-]*{_CLOCK})?",
    re.IGNORECASE,
)
"""A day and a word that may be its month, as a whole text."""

DAY_IN_FIGURES = re.compile(
    rf"^\d{{1,2}}[./-]\d{{1,2}}[./-]?(?:\d{{2,4}})?(?:[\s,|•·–-]*{_CLOCK})?$|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}월\s?\d{{1,2}}일",
    re.IGNORECASE,
)
"""A day without its year, in figures."""

WEEKDAY_BEFORE = re.compile(
    r"(?<!\w)(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|mié|mie|jeu|jue|gio|ven|vie|sam|sáb|sab|dim|dom|seg|ter|qua|qui|sex|maa|din|woe|don|vri|zat|zon"
    r"|mån|tis|ons|tor|fre|lör|sön|man|tir|lør|søn|pon|wto|śro|czw|pią|nie|pzt|sal|çar|per|cum|paz|пон|вто|сре|чет|пят|суб|вос|пн|вт|ср|чт|пт|сб|вс)[^\W\d_]*\.?,?\s+$",
    re.IGNORECASE,
)
"""The name of a weekday in front of a date."""
