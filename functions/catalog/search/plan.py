"""What a query text may mean, strictest reading first. Pure: engines only translate the clauses.

A *stage* is one reading of the whole text (as typed; with a Latin typo; by sound; …). The first stage that finds anything, whatever the
filters, is the answer: looser readings would only add noise. Inside a stage, *tiers* order the hits by how well they match; every tier's
hits are among those of `Stage.base`. Measured choice of the stages and their order: see benchmarks/search_bench.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from functions.catalog.search.fields import whole
from functions.catalog.search.words.english import is_word, singular, stem
from functions.catalog.search.words.pinyin import initial_terms, neighbours, readings, spoken
from functions.catalog.search.words.text import STEMMED, Word, asked_runs, cut, pairs, words
from functions.shared.plain.deferred import dataclass

_MAX_INITIALS = 8
_SHARE = 0.67
_TWO_MISTAKES = 6
_LONGEST_SPLIT = 24
_SHORTEST_AFTER_LETTER = 4


@dataclass(frozen=True)
class Term:
    field: str
    text: str


@dataclass(frozen=True)
class Fuzzy:
    field: str
    text: str
    distance: int


@dataclass(frozen=True)
class Prefix:
    """Any token that begins so."""

    field: str
    text: str


@dataclass(frozen=True)
class All:
    parts: tuple[Clause, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Clause, ...]


@dataclass(frozen=True)
class AtLeast:
    parts: tuple[Clause, ...]
    count: int


Clause = Term | Fuzzy | Prefix | All | AnyOf | AtLeast


@dataclass(frozen=True)
class Stage:
    """`gate`: the reading applies only if this finds something (by default: if the tiers do). `names` say to people what each tier is."""

    name: str
    tiers: tuple[Clause, ...]
    gate: Clause | None = None
    names: tuple[str, ...] = ()

    @property
    def base(self) -> Clause:
        return any_of(self.tiers)

    def called(self) -> tuple[str, ...]:
        return self.names if len(self.names) == len(self.tiers) else (self.name,) * len(self.tiers)


def every(parts: Sequence[Clause]) -> Clause:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def any_of(parts: Sequence[Clause]) -> Clause:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


FIELDS = ("title", "names", "body")
_REACHES = ("title", "names", "anywhere")
Match = Callable[[Word, Sequence[str]], Clause]


def stages(text: str, also: Sequence[str] = ()) -> Iterator[Stage]:
    """The readings of `text`, made one by one: the later ones load pypinyin. None at all for a text without a word in it.

    `also`: texts that staff say mean the same; they count as much as the text as it is typed, and are read in no looser way."""
    asked = words(text)
    if not asked:
        return
    typed, names = _as_typed([text, *also])
    if _doubtful(text):
        same = [_tiers(words(other), _typed)[-1] for other in also if words(other)]
        yield Stage("exact", typed, any_of([typed[0], _adjacent_anywhere(text, asked), *same]), names)
        yield Stage("alike", _sounding_run(text, asked))
        yield Stage("apart", typed, names=names)
    else:
        yield Stage("exact", typed, names=names)
    if any(word.kind == "latin" and word.text.isalpha() for word in asked):
        yield Stage("stem", _tiers(asked, _stemmed), names=_REACHES)
    mistakes = [word for word in asked if _typable(word, 4) and not _spelled_right(word)]
    if mistakes:
        yield Stage("split", _tiers(asked, _split), names=_REACHES)
        yield Stage("typo", _tiers(asked, _mistyped(4, 1)), names=_REACHES)
    if any(word.kind in ("han", "latin") for word in asked):
        yield Stage("sound", (*_sounding_run(text, asked), every([_sounding(word) for word in asked])))
    if any(_typable(word, _TWO_MISTAKES) for word in mistakes):
        yield Stage("typos", _tiers(asked, _mistyped(_TWO_MISTAKES, 2)), names=_REACHES)
    unspaced = (gram for run in asked_runs(text) if run.kind in ("han", "dense") for gram in pairs(run.text))
    spaced = (word.text for word in asked if word.kind not in ("han", "dense"))
    grams = list(dict.fromkeys([*unspaced, *spaced]))[:32]
    if len(grams) > 2:
        wanted = max(2, round(len(grams) * _SHARE))
        yield Stage("part", (AtLeast(tuple(any_of([Term(field, gram) for field in FIELDS]) for gram in grams), wanted),))


def _as_typed(texts: Sequence[str]) -> tuple[tuple[Clause, ...], tuple[str, ...]]:
    """One ladder for all texts: a synonym in the title is as good as the word itself there."""
    read = [(text, words(text)) for text in texts]
    read = [one for one in read if one[1]]
    together = [clause for text, asked in read for clause in _adjacent(text, asked)]
    reaches = zip(*(_tiers(asked, _typed) for _, asked in read), strict=True)
    tiers = (any_of([Term("exact", whole(text)) for text, _ in read]), *([any_of(together)] if together else []), *map(any_of, reaches))
    return tiers, ("whole", *(["together"] if together else []), *_REACHES)


def _tiers(asked: Sequence[Word], match: Match) -> tuple[Clause, ...]:
    """All words in the title; in title or names; anywhere. A token is indexed in the first of these fields it occurs in."""
    return tuple(every([match(word, FIELDS[:reach]) for word in asked]) for reach in (1, 2, 3))


def _typed(word: Word, fields: Sequence[str]) -> Clause:
    return every([any_of([Term(field, near) for field in fields for near in (gram, *word.near)]) for gram in word.grams])


def _mistyped(letters: int, distance: int) -> Match:
    def match(word: Word, fields: Sequence[str]) -> Clause:
        exact = _typed(word, fields)
        mistaken = _typable(word, letters) and not _spelled_right(word)
        return any_of([exact, *(Fuzzy(field, word.text, distance) for field in fields)]) if mistaken else exact

    return match


def _stemmed(word: Word, fields: Sequence[str]) -> Clause:
    """Running shoes for `run`, a run for `running`. Long texts are not indexed by stems."""
    exact = _typed(word, fields)
    if word.kind != "latin" or not word.text.isalpha():
        return exact
    root = stem(word.text)
    return any_of([exact, *(Term(field, token) for field in fields for token in (STEMMED + root, root))])


def _split(word: Word, fields: Sequence[str]) -> Clause:
    """A word that stands as two in the shop: powerbank, power bank. Not a word that is right as it is: a carpet is no pet in a car."""
    exact, typed = _typed(word, fields), word.typed
    if not _typable(word, 4) or len(typed) > _LONGEST_SPLIT or _spelled_right(word):
        return exact
    cuts = (at for at in range(1, len(typed) - 1) if at > 1 or len(typed) > _SHORTEST_AFTER_LETTER)
    halves = [(typed[:at], singular(typed[at:])) for at in cuts]
    return any_of([exact, *(every([any_of([Term(field, half) for field in fields]) for half in pair]) for pair in halves)])


def _spelled_right(word: Word) -> bool:
    """`sweater` is no mistyped `seater`, also in a shop that has none."""
    return is_word(word.typed) or is_word(word.text)


def _typable(word: Word, letters: int) -> bool:
    """Typos are looked for in words of letters only: 13 is not a mistyped 14."""
    return word.kind in ("latin", "word") and len(word.text) >= letters and word.text.isalpha()


def _adjacent(text: str, asked: Sequence[Word]) -> tuple[Clause, ...]:
    """Chinese as it stands, uncut, in the title."""
    found = [run.text for run in asked_runs(text) if run.kind == "han"]
    if not any(len(run) > 2 for run in found):
        return ()
    rest = [gram for word in asked if word.kind != "han" for gram in word.grams]
    grams = dict.fromkeys([*(gram for run in found for gram in pairs(run)), *rest])
    return (every([Term("title", gram) for gram in grams]),)


def _doubtful(text: str) -> bool:
    """Chinese that falls into words and left-over characters: a glued query (苹果手机壳) or a typo (手机克).

    As a typo it would find any product where the words and the characters stand somewhere. So when nothing has it as it stands, what
    sounds the same as a whole goes first, and only then what has its parts.
    """
    return any(run.kind == "han" and len(run.text) > 2 and any(len(word) == 1 for word in cut(run.text)) for run in asked_runs(text))


def _adjacent_anywhere(text: str, asked: Sequence[Word]) -> Clause:
    """Every stretch as it stands, in any field."""
    grams = dict.fromkeys(gram for run in asked_runs(text) if run.kind == "han" for gram in pairs(run.text))
    others = (_typed(word, FIELDS) for word in asked if word.kind != "han")
    return every([*(any_of([Term(field, gram) for field in FIELDS]) for gram in grams), *others])


def _sounding(word: Word) -> Clause:
    """A Chinese word by its sound (蓝芽 = 蓝牙); letters as syllables, as initials, or as they stand."""
    ways: list[Clause] = [_typed(word, FIELDS)]
    if word.kind == "han":
        ways.append(_spelled(spoken(word.text)))
    elif word.kind == "latin" and word.text.isalpha():
        ways += [_spelled(reading) for reading in readings(word.typed)]
        if len(word.typed) <= _MAX_INITIALS and (terms := initial_terms(word.typed)):
            ways.append(every([Term("pinyin", term) for term in terms]))
    return any_of(ways)


def _sounding_run(text: str, asked: Sequence[Word]) -> tuple[Clause, ...]:
    """Every stretch of Chinese by its sound as a whole, uncut."""
    found = [run.text for run in asked_runs(text) if run.kind == "han"]
    if not found:
        return ()
    rest = [_sounding(word) for word in asked if word.kind != "han"]
    return (every([*(_spelled(spoken(run)) for run in found), *rest]),)


def _spelled(syllables: Sequence[str]) -> Clause:
    return every([Term("pinyin", term) for term in dict.fromkeys(neighbours(syllables))])
