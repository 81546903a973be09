"""Which parts of a title made it a hit. Done here, because an engine would cut the title with its own tokenizer, not with ours."""

from __future__ import annotations

from collections.abc import Iterator

from functions.catalog.search.port import Piece
from functions.catalog.search.words.english import singular, stem
from functions.catalog.search.words.pinyin import readings, syllables
from functions.catalog.search.words.quantities import quantities
from functions.catalog.search.words.text import Word, compounds, normal, runs, words

_SOUND_STAGES = frozenset({"sound", "alike"})
_TYPO_STAGES = {"typo": 1, "typos": 2}


class Highlighter:
    """Made once per query, used for every hit of the page."""

    def __init__(self, text: str, stage: str) -> None:
        self._asked = words(text)
        self._whole = {word.text for word in self._asked}
        self._stems = {stem(word.text) for word in self._asked} if stage == "stem" else set()
        self._distance = _TYPO_STAGES.get(stage, 0)
        self._sounds = [spelled for word in self._asked for spelled in _spellings(word)] if stage in _SOUND_STAGES else []

    def pieces(self, title: str) -> tuple[Piece, ...]:
        """`title` cut into hit and other parts; joined they are the title again."""
        plain, origin = _plain(title)
        marked = [False] * len(title)
        for start, end in self._spans(plain):
            for i in range(start, end):
                marked[origin[i]] = True
        return tuple(_cut(title, marked))

    def _spans(self, plain: str) -> Iterator[tuple[int, int]]:
        for word in self._asked:
            if word.kind in ("han", "dense"):
                parts = [word.text] if word.text in plain else list(word.grams)
                yield from (span for part in parts for span in _occurrences(plain, part))
            else:
                yield from self._latin(plain, word)
        for start, end, token in (*((one.start, one.end, one.token) for one in quantities(plain)), *compounds(plain)):
            if token in self._whole:
                yield start, end
        if self._sounds:
            yield from self._spoken(plain)

    def _latin(self, plain: str, word: Word) -> Iterator[tuple[int, int]]:
        position = 0
        for run in runs(plain):
            start = plain.find(run.text, position)
            if start < 0 or run.kind in ("han", "dense"):
                continue
            position = start + len(run.text)
            if self._is(run.text, word) or (self._distance and word.text.isalpha() and _close(run.text, word.text, self._distance)):
                yield start, position
            elif not run.text.isalpha() and not run.text.isdigit() and word.text in run.text:
                inside = run.text.index(word.text)
                yield start + inside, start + inside + len(word.text)

    def _is(self, found: str, word: Word) -> bool:
        token = singular(found)
        return token == word.text or token in word.near or (bool(self._stems) and stem(token) in self._stems)

    def _spoken(self, plain: str) -> Iterator[tuple[int, int]]:
        spelled = [syllables(char)[0] if "\u3400" <= char <= "\u9fff" else "" for char in plain]
        for wanted in self._sounds:
            size = len(wanted)
            for i in range(len(plain) - size + 1):
                if all(spelled[i + j].startswith(part) if len(part) == 1 else spelled[i + j] == part for j, part in enumerate(wanted)):
                    yield i, i + size


def _spellings(word: Word) -> list[tuple[str, ...]]:
    if word.kind == "han":
        return [syllables(word.text)]
    if word.kind != "latin" or not word.text.isalpha():
        return []
    return readings(word.typed) or ([tuple(word.typed)] if len(word.typed) > 1 else [])


def _plain(title: str) -> tuple[str, list[int]]:
    """The title normalised character by character, and where each character came from."""
    parts = [normal(char) for char in title]
    return "".join(parts), [i for i, part in enumerate(parts) for _ in part]


def _occurrences(text: str, part: str) -> Iterator[tuple[int, int]]:
    start = text.find(part)
    while start >= 0:
        yield start, start + len(part)
        start = text.find(part, start + 1)


def _cut(title: str, marked: list[bool]) -> Iterator[Piece]:
    start = 0
    for i in range(1, len(title) + 1):
        if i == len(title) or marked[i] != marked[start]:
            yield Piece(title[start:i], marked[start])
            start = i


def _close(first: str, second: str, most: int) -> bool:
    """At most `most` letters inserted, left out, changed or swapped with a neighbour (optimal string alignment)."""
    if abs(len(first) - len(second)) > most:
        return False
    before: list[int] = []
    last = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        row = [i]
        for j, b in enumerate(second, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1] <= most
