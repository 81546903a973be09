"""Which titles complete what is typed so far. Pure: engines only translate the clauses.

The last word is unfinished, the others stand as they are. Letters that no title has are read as pinyin of which the end may be missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from functions.catalog.search.document import Card, unpack_card
from functions.catalog.search.fields import whole
from functions.catalog.search.plan import All, AnyOf, Clause, Prefix, Term, any_of, every
from functions.catalog.search.words.pinyin import initial_terms, neighbours, readings, sounds_of_name
from functions.catalog.search.words.text import Word, normal, tokens_of_name, words
from functions.shared.plain.deferred import dataclass

MAX_TYPED = 60
LOOKED_AT = 60
_FIELD = "title"
_MAX_INITIALS = 8
_LONGEST_SYLLABLE = 6


@dataclass(frozen=True)
class Title:
    """A product that has it, and how many of those looked at have the same."""

    text: str
    slug: str
    count: int


def title_clauses(typed: str) -> Iterator[Clause]:
    """The readings, to be tried one after the other until one finds something."""
    asked = words(typed[:MAX_TYPED])
    if not asked:
        return
    *whole_words, last = asked
    before = [_standing(word) for word in whole_words]
    yield every([*before, any_of([_standing(last), *([Prefix(_FIELD, last.typed)] if last.kind not in ("han", "dense") else [])])])
    if last.kind == "latin" and last.typed.isalpha() and len(last.typed) > 1 and (spoken := list(_spoken(last.typed))):
        yield every([*before, any_of(spoken)])


def best_titles(found: Iterable[Mapping[str, Card]], clause: Clause, typed: str, languages: tuple[str, ...], limit: int) -> list[Title]:
    """In the reader's language, each once; those that begin with what is typed first, else in the order they were found."""
    titles: dict[str, Title] = {}
    for cards in found:
        if not any(_fits(clause, str(card.get("title", ""))) for card in cards.values()):
            continue
        card = unpack_card(cards, languages)
        text = " ".join(str(card.get("title", "")).split())
        known = titles.get(normal(text))
        if text:
            titles[normal(text)] = Title(known.text, known.slug, known.count + 1) if known else Title(text, str(card.get("slug", "")), 1)
    start = whole(typed)
    return sorted(titles.values(), key=lambda title: not whole(title.text).startswith(start))[:limit]


def _fits(clause: Clause, title: str) -> bool:
    """Sounds are indexed of brands and categories, too: here it is the title that must have them."""
    match clause:
        case Term(field, token):
            return token in (tokens_of_name(title) if field == _FIELD else sounds_of_name(title))
        case Prefix(field, start):
            return any(token.startswith(start) for token in (tokens_of_name(title) if field == _FIELD else sounds_of_name(title)))
        case All(parts):
            return all(_fits(part, title) for part in parts)
        case AnyOf(parts):
            return any(_fits(part, title) for part in parts)
        case _:
            return False


def _standing(word: Word) -> Clause:
    return every([any_of([Term(_FIELD, token) for token in (gram, *word.near)]) for gram in word.grams])


def _spoken(letters: str) -> Iterator[Clause]:
    for end in range(len(letters), max(0, len(letters) - _LONGEST_SYLLABLE), -1):
        rest = letters[end:]
        for syllables in readings(letters[:end])[:2]:
            spelled: list[Clause] = [Term("pinyin", term) for term in dict.fromkeys(neighbours(syllables))]
            yield every([*spelled, Prefix("pinyin", f"{syllables[-1]}'{rest}")] if rest else spelled)
    yield Prefix("pinyin", letters)
    if len(letters) <= _MAX_INITIALS and (terms := initial_terms(letters)):
        yield every([Term("pinyin", term) for term in terms])
