"""Which script a text is written in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping

_RANGES = (
    (0x0041, 0x005B, "Latn"), (0x0061, 0x007B, "Latn"), (0x00C0, 0x0250, "Latn"), (0x0250, 0x02B0, "Latn"), (0x0370, 0x0400, "Grek"),
    (0x0400, 0x0530, "Cyrl"), (0x0531, 0x0590, "Armn"), (0x05D0, 0x05F3, "Hebr"), (0x0620, 0x0660, "Arab"), (0x066E, 0x06F0, "Arab"),
    (0x06FA, 0x0700, "Arab"), (0x0700, 0x0750, "Syrc"), (0x0750, 0x0780, "Arab"), (0x0780, 0x07C0, "Thaa"), (0x0904, 0x0964, "Deva"),
    (0x0972, 0x0980, "Deva"), (0x0980, 0x09E6, "Beng"), (0x09F0, 0x09F2, "Beng"), (0x0A00, 0x0A80, "Guru"), (0x0A80, 0x0B00, "Gujr"),
    (0x0B00, 0x0B80, "Orya"), (0x0B80, 0x0C00, "Taml"), (0x0C00, 0x0C80, "Telu"), (0x0C80, 0x0D00, "Knda"), (0x0D00, 0x0D80, "Mlym"),
    (0x0D80, 0x0E00, "Sinh"), (0x0E01, 0x0E80, "Thai"), (0x0E80, 0x0F00, "Laoo"), (0x0F40, 0x0FD0, "Tibt"), (0x1000, 0x10A0, "Mymr"),
    (0x10A0, 0x1100, "Geor"), (0x1100, 0x1200, "Hang"), (0x1200, 0x13A0, "Ethi"), (0x1780, 0x17E0, "Khmr"), (0x1820, 0x18AB, "Mong"),
    (0x1E00, 0x1F00, "Latn"), (0x1F00, 0x2000, "Grek"), (0x2D30, 0x2D80, "Tfng"), (0x3041, 0x30FB, "Kana"), (0x30FC, 0x3100, "Kana"),
    (0x3131, 0x318F, "Hang"), (0x3400, 0x4DC0, "Hani"), (0x4E00, 0xA000, "Hani"), (0xAC00, 0xD7B0, "Hang"), (0xF900, 0xFB00, "Hani"),
    (0xFB1D, 0xFB50, "Hebr"), (0xFB50, 0xFE00, "Arab"), (0xFE70, 0xFF00, "Arab"),
)  # fmt: skip
_STARTS = [start for start, _, _ in _RANGES]
_DENSE = frozenset(("Hani", "Kana", "Hang"))
_DENSITY = 2  # letters of an alphabet that say about as much as one sign of these

ONE_LANGUAGE = {
    "Grek": "el", "Armn": "hy", "Geor": "ka", "Hang": "ko", "Kana": "ja", "Hani": "zh", "Guru": "pa", "Gujr": "gu", "Orya": "or",
    "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Laoo": "lo", "Tibt": "bo", "Mymr": "my",
    "Khmr": "km", "Thaa": "dv", "Mong": "mn", "Syrc": "syr", "Tfng": "zgh",
}  # fmt: skip
"""Scripts that one language of today's press writes."""

OF_SCRIPT = {
    "Cyrl": ("ru", "uk", "be", "bg", "mk", "sr-Cyrl", "mn", "kk", "ky", "tg"),
    "Arab": ("ar", "fa", "ur", "ps", "ckb", "ug", "sd"),
    "Deva": ("hi", "mr", "ne"),
    "Beng": ("bn", "as"),
    "Ethi": ("am", "ti"),
    "Hebr": ("he", "yi"),
}
"""Scripts of several languages; what stands nowhere here is Latin."""


def script_of(letter: str) -> str | None:
    """Return the script (ISO 15924) of a letter, `None` for digits, marks, spaces and rare scripts."""
    code = ord(letter)
    start, end, script = _RANGES[max(0, bisect_right(_STARTS, code) - 1)]
    return script if start <= code < end else None


def main_script(letters: Mapping[str, int]) -> tuple[str, int] | None:
    """Return the script that most of a text is in, and the number of its letters; `letters`: character -> count.

    Japanese counts as Kana as soon as one sign in twenty of its Han and Kana is Kana.
    """
    counts: Counter[str] = Counter()
    for letter, count in letters.items():
        if script := script_of(letter):
            counts[script] += count * (_DENSITY if script in _DENSE else 1)
    if not counts:
        return None
    if counts["Kana"] * 20 >= counts["Hani"]:
        counts["Kana"] += counts.pop("Hani", 0)
    script, total = max(counts.items(), key=lambda item: (item[1], item[0]))
    return script, total
