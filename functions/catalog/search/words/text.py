"""From text to tokens, the same way for documents and for queries.

Chinese is indexed as single characters and pairs of neighbours, which finds every part of a compound whatever a dictionary thinks of
it; the dictionary (rjieba) only cuts *queries* into words, so that 苹果手机壳 also finds a title where the words stand apart. Latin words
lose case, accents and the English plural. Traditional characters become simplified ones by OpenCC's character table, hiragana katakana.
What is written together, with a hyphen or a blank is found either way: `wi-fi` is also indexed as `wifi`, and a query's neighbours also
match as one word. A number with a unit is one token (quantities.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Literal

from functions.catalog.search.words.english import further_stem, singular
from functions.catalog.search.words.quantities import apart, quantities, without
from functions.shared.plain.deferred import dataclass

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
_COMPOUND = re.compile(rf"[{_LATIN}]+(?:[-._&+][{_LATIN}]+)+")
_JOINING = "-._&+"
_SEPARATORS = re.compile(f"[{_JOINING}]")
_BLANK_PAIR = re.compile(rf"(?<![{_LATIN}])(?=([{_LATIN}]+) ([{_LATIN}]+))")
_HIRAGANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_SIGNS = {0x30FB: None, **dict.fromkeys(range(0x2010, 0x2016), "-"), 0x2212: "-", 0x2033: '"'}
_LONG_VOWEL = "\u30fc"
_SHORT = 2
_SHORT_WORD = re.compile(rf"(?<![{_LATIN}])[a-z]{{1,{_SHORT}}}(?![{_LATIN}])")
_MAX_TOKEN = 40
STEMMED = "~"
"""Before the stem of a word, so that it never meets a word."""
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

    A single character may instead stand next to its neighbour in the query (`near`): long texts are indexed by pairs only; a Latin word may
    be one with its neighbour (wi fi = wifi). `typed`: as it stands in the query, plural and all.
    """

    kind: Kind
    text: str
    grams: tuple[str, ...]
    near: tuple[str, ...] = ()
    typed: str = ""


@cache
def _simplified() -> dict[int, str]:
    """Traditional → simplified, character by character, from OpenCC's table: 3 ms once; its converter takes 35 µs a title."""
    table = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {ord(traditional): simplified.split()[0] for traditional, simplified in pairs if len(traditional) == 1}


@cache
def _folded() -> dict[int, int | str | None]:
    return {**_simplified(), **_HIRAGANA, **_SIGNS}


def normal(text: str) -> str:
    """Lower case, without accents, full width as half width, simplified characters, katakana."""
    if text.isascii():
        return text.lower()
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", plain).translate(_folded())


def runs(text: str) -> Iterator[Run]:
    """The stretches of one script in `text`, normalised; punctuation, blanks and control characters only separate."""
    return _runs(_plain(text))


def _plain(text: str) -> str:
    plain = normal(text)
    if "'" in plain or "\u2019" in plain:
        plain = _APOSTROPHE.sub("", plain)
    return _THOUSANDS.sub("", plain) if "," in plain else plain


def _runs(plain: str) -> Iterator[Run]:
    for match in _RUN.finditer(plain):
        found = match.group()
        if match.lastgroup == "dense" and len(found) > 3 and found.endswith(_LONG_VOWEL):
            found = found.rstrip(_LONG_VOWEL)  # コンピューター is also written コンピュータ
        yield Run(match.lastgroup, found)  # type: ignore[arg-type]


def units(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """`text` normalised, and start, end and token of its smallest parts: words of letters, numbers, single characters, signs."""
    plain, found = _plain(text), list[tuple[int, int, str]]()
    for match in _RUN.finditer(plain):
        if match.lastgroup in ("han", "dense"):
            found += [(at, at + 1, plain[at]) for at in range(match.start(), match.end())]
        else:
            parts = _PARTS.finditer(match.group())
            found += [(match.start() + part.start(), match.start() + part.end(), singular(part.group())) for part in parts]
    return plain, found


def asked_runs(text: str) -> Iterator[Run]:
    """The stretches of a query, without its numbers with a unit: those are words of their own."""
    return _runs(without(_plain(text)))


def tokens(text: str, *, single: bool = True) -> set[str]:
    """Everything `text` can be found by, as the index stores it; without `single`, characters only in pairs (half the size)."""
    plain = _plain(text)
    found = {one.token for one in quantities(plain)}
    joint_words = tuple(_joint_words(plain, blanks=single))
    for run in _runs(apart(plain) if found else plain):
        if run.kind in ("han", "dense"):
            found.update(pairs(run.text))
            if single:
                found.update(run.text)
        else:
            found.update(_latin_tokens(run.text))
            if single and (root := further_stem(run.text)):
                found.add(STEMMED + root)
    found.update(joint_words)
    return found


def _joint_words(plain: str, *, blanks: bool) -> Iterator[str]:
    """Compounds written as one word (wi-fi → wifi); with `blanks` also neighbours of which one is as short as in `T shirt`, `USB C`."""
    for start, end, whole in compounds(plain) if any(sign in plain for sign in _JOINING) else ():
        yield whole
        yield from (joint(first, second) for first, second in pairwise(_SEPARATORS.split(plain[start:end])))
    if blanks and _SHORT_WORD.search(plain):
        for match in _BLANK_PAIR.finditer(plain):
            first, second = match.groups()
            short = (part for part in (first, second) if len(part) <= _SHORT and part.isalpha())
            if any(part not in STOP_WORDS for part in short):
                yield joint(first, second)


def compounds(plain: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and token of every compound in a normalised text; numbers with points or hyphens are none."""
    for match in _COMPOUND.finditer(plain):
        parts = _SEPARATORS.split(match.group())
        if not all(part.isdigit() for part in parts):
            yield match.start(), match.end(), joint(*parts)


def joint(*parts: str) -> str:
    return singular("".join(parts))[:_MAX_TOKEN]


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
    parts = [singular(part)[:_MAX_TOKEN] for part in _PARTS.findall(word)]
    return tuple(parts) if len(parts) == 1 else (*parts, word[:_MAX_TOKEN])


def words(text: str) -> list[Word]:
    """The words of a query, each once, in order; without stop words unless there is nothing else. At most 32."""
    found: dict[str, Word] = {}
    for word in _neighbourly(_all_words(_plain(text))):
        found.setdefault(word.text, word)
    telling = [word for word in found.values() if word.text not in STOP_WORDS]
    return (telling or list(found.values()))[:32]


def _all_words(plain: str) -> Iterator[Word]:
    last = 0
    for one in quantities(plain):
        for run in _runs(plain[last : one.start]):
            yield from _words_of(run)
        yield Word("latin", one.token, (one.token,), typed=one.token)
        last = one.end
    for run in _runs(plain[last:]):
        yield from _words_of(run)


def _neighbourly(asked: Iterable[Word]) -> list[Word]:
    """Latin words may each be one with the word before or after."""
    all_of = list(asked)
    for i in range(len(all_of) - 1):
        first, second = all_of[i], all_of[i + 1]
        if first.kind == second.kind == "latin":
            one = joint(first.typed, second.typed)
            all_of[i], all_of[i + 1] = replace(first, near=(*first.near, one)), replace(second, near=(*second.near, one))
    return all_of


def _words_of(run: Run) -> Iterator[Word]:
    if run.kind == "han":
        start = 0
        for word in cut(run.text):
            end = start + len(word)
            around = (run.text[max(start - 1, 0) : end], run.text[start : end + 1]) if len(word) == 1 else ()
            grams = dict.fromkeys(gram for part in _inner(word) for gram in pairs(part))
            yield Word("han", word, tuple(grams), tuple(pair for pair in around if len(pair) == 2), word)
            start = end
    elif run.kind == "dense":
        yield Word("dense", run.text, tuple(dict.fromkeys(pairs(run.text))), typed=run.text)
    else:
        for part in _PARTS.findall(run.text):
            token = singular(part)[:_MAX_TOKEN]
            yield Word(run.kind, token, (token,), typed=part[:_MAX_TOKEN])


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
