"""The one font of all papers, and what stands in for characters that it has not."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files

import paperang_p2_fonts_cjk
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT = "shop"
LACKING = "\u25a1"
"""A box: visible, so that nobody takes what is left for the whole."""


@lru_cache(maxsize=1)
def font() -> TTFont:
    """WenQuanYi Micro Hei: Latin, Greek, Cyrillic, Chinese, Japanese, Korean. Of it only the characters that are used go into a file."""
    made = TTFont(FONT, str(files(paperang_p2_fonts_cjk) / "fonts" / "wqy-microhei.ttc"), subfontIndex=0)
    pdfmetrics.registerFont(made)
    return made


def printable(text: str) -> str:
    """What can be drawn: of a letter that the font lacks its base letter if it has one, else a box. What is not seen anyway (marks of
    direction, joiners) is left out, and any blank is one blank."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_drawn(char) for char in composed).split())


def without_pictures(text: str) -> str:
    """The same without pictures (emoji) that the font lacks; of what is pictures alone their names, so that it can be told what it is."""
    words = printable("".join(char for char in text if not _is_picture(char)))
    return words or printable(", ".join(unicodedata.name(char, LACKING).lower() for char in text if _is_picture(char)))


def _is_picture(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk") and ord(char) not in font().face.charToGlyph


@lru_cache(maxsize=4096)
def _drawn(char: str) -> str:
    if char.isspace():
        return " "
    kind = unicodedata.category(char)
    if kind in ("Cc", "Cf", "Cs", "Co", "Cn") or kind.startswith("M"):
        return "" if kind != "Co" else LACKING
    glyphs = font().face.charToGlyph
    if ord(char) in glyphs:
        return char
    base = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
    return base if base and all(ord(part) in glyphs for part in base) else LACKING


def width(text: str, size: float) -> float:
    """In points."""
    return float(font().stringWidth(text, size))
