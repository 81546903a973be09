"""From text to tokens, the same way for documents and for queries.

Chinese is indexed as single characters and pairs of neighbours, which finds every part of a compound whatever a dictionary thinks of
it; the dictionary (rjieba) only cuts *queries* into words, so that 苹果手机壳 also finds a title where the words stand apart. Latin words
lose case, accents and the English plural. Traditional characters become simplified ones by OpenCC's character table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

Kind = Literal["latin", "han", "dense", "word", "sign"]

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_DENSE = r"\u3041-\u30ff\u31f0-\u31ff\u1100-\u11ff\uac00-\ud7a3\u0e01-\u0e5b"  # kana, hangul, Thai: no or few blanks between words
_LATIN = r"a-z0-9\u00df-\u024f"
_RUN = re.compile(
    rf"(?P<latin>[{_LATIN}]+)|(?P<han>[{_HAN}]+)|(?P<dense>[{_DENSE}]+)"
    rf"|(?P<word>(?:(?![{_LATIN}{_HAN}{_DENSE}])[^\W_])+)|(?P<sign>[\u2600-\u27bf\U0001f300-\U0001faff])"
)
_PARTS = re.compile(r"[0-9]+|[^0-9]+")
_APOSTROPHE = re.compile(r"(?<=[a-z0-9])['\u2019](?:s\b)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_MAX_TOKEN = 40
# Words that carry no meaning of their own in a shop; dropped from a query that says more than them.
STOP_WORDS = frozenset(["a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with", "的", "了", "和", "与", "及"])


@dataclass(frozen=True)
class Run:
    """A stretch of one script."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Word:
    """One word of a query. `grams` are the tokens it consists of in the index; all of them must be there.

    A single character may instead stand next to its neighbour in the query (`near`): long texts are indexed by pairs only.
    """

    kind: Kind
    text: str
    grams: tuple[str, ...]
    near: tuple[str, ...] = ()


@cache
def _simplified() -> dict[int, str]:
    """Traditional → simplified, character by character, from OpenCC's table: 3 ms once; its converter takes 35 µs a title."""
    table = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {ord(traditional): simplified.split()[0] for traditional, simplified in pairs if len(traditional) == 1}


def normal(text: str) -> str:
    """Lower case, without accents, full width as half width, simplified characters."""
    if text.isascii():
        return text.lower()
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", plain).translate(_simplified())


def runs(text: str) -> Iterator[Run]:
    """The stretches of one script in `text`, normalised; punctuation, blanks and control characters only separate."""
    plain = normal(text)
    if "'" in plain or "\u2019" in plain:
        plain = _APOSTROPHE.sub("", plain)
    if "," in plain:
        plain = _THOUSANDS.sub("", plain)
    for match in _RUN.finditer(plain):
        yield Run(match.lastgroup, match.group())  # type: ignore[arg-type]


def tokens(text: str, *, single: bool = True) -> set[str]:
    """Everything `text` can be found by, as the index stores it; without `single`, characters only in pairs (half the size)."""
    found: set[str] = set()
    for run in runs(text):
        if run.kind in ("han", "dense"):
            found.update(pairs(run.text))
            if single:
                found.update(run.text)
        else:
            found.update(_latin_tokens(run.text))
    return found


@lru_cache(maxsize=16_384)
def tokens_of_name(text: str) -> frozenset[str]:
    """`tokens`, remembered: for brands, categories, tags and values, which thousands of products share."""
    return frozenset(tokens(text))


def pairs(text: str) -> list[str]:
    """Neighbouring characters; a single character stands for itself."""
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


@lru_cache(maxsize=65_536)
def _latin_tokens(word: str) -> tuple[str, ...]:
    """`iphone15` is found as a whole, as iphone and as 15; the plural as the singular."""
    parts = [stem(part)[:_MAX_TOKEN] for part in _PARTS.findall(word)]
    return tuple(parts) if len(parts) == 1 else (*parts, word[:_MAX_TOKEN])


def stem(word: str) -> str:
    """English plurals to singulars. Source: D. Harman, How effective is suffixing? (1991), the S-stemmer."""
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]


def words(text: str) -> list[Word]:
    """The words of a query, each once, in order; without stop words unless there is nothing else. At most 32."""
    found: dict[str, Word] = {}
    for run in runs(text):
        for word in _words_of(run):
            found.setdefault(word.text, word)
    telling = [word for word in found.values() if word.text not in STOP_WORDS]
    return (telling or list(found.values()))[:32]


def _words_of(run: Run) -> Iterator[Word]:
    if run.kind == "han":
        start = 0
        for word in cut(run.text):
            end = start + len(word)
            around = (run.text[max(start - 1, 0) : end], run.text[start : end + 1]) if len(word) == 1 else ()
            grams = dict.fromkeys(gram for part in _inner(word) for gram in pairs(part))
            yield Word("han", word, tuple(grams), tuple(pair for pair in around if len(pair) == 2))
            start = end
    elif run.kind == "dense":
        yield Word("dense", run.text, tuple(dict.fromkeys(pairs(run.text))))
    else:
        for part in _PARTS.findall(run.text):
            token = stem(part)[:_MAX_TOKEN]
            yield Word(run.kind, token, (token,))


@lru_cache(maxsize=65_536)
def cut(run: str) -> tuple[str, ...]:
    """A stretch of Chinese as words."""
    import rjieba

    return tuple(rjieba.cut(run))


@lru_cache(maxsize=8_192)
def _inner(word: str) -> tuple[str, ...]:
    """The words inside a long word (笔记本电脑 → 笔记本, 电脑), so that they may stand apart in a title; a short word itself."""
    if len(word) < 4:
        return (word,)
    import rjieba

    inner = [part for part in rjieba.cut_for_search(word) if part != word]
    covered = set("".join(inner))
    return tuple(inner) if covered == set(word) else (word,)
