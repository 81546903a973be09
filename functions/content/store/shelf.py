"""What is published, in the memory of a process: lists and searches read no table while it is fresh.

Every 15 seconds one query asks for cards that changed since the last one (and a minute before it: indexes lag, clocks differ). What is
planned comes at its second, from the card itself.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta

from functions.content.model.article import ArticleKind
from functions.content.model.card import Card, Face
from functions.content.model.categories import Categories
from functions.content.model.help_index import HelpIndex
from functions.content.store.category_tree import known_categories
from functions.content.store.records import CARDS, CardRecord
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.store.listing import in_partition

FRESH_SECONDS = 15
_OVERLAP = timedelta(seconds=60)
_LEAST_SECONDS = 1


class Shelf:
    def __init__(self) -> None:
        self.cards: dict[str, Card] = {}
        self.slugs: dict[str, str] = {}
        self.categories = Categories()
        self.index = HelpIndex()
        self._read_at = float("-inf")
        self._known: dict[str, str] = {}
        self._from = ""
        self._coming: dict[str, str] = {}

    def look(self, *, within: float = FRESH_SECONDS) -> Shelf:
        """As it was at most so many seconds ago."""
        if time.monotonic() - self._read_at >= within:
            self._read()
        now = times.iso(clock.now())
        for article in [one for one, since in self._coming.items() if since <= now]:
            self._take(self.cards[article].at(now), now)
        return self

    def find(self, name: str) -> Card | None:
        """By slug, a former slug or id. Who asks for what is not there yet has it looked for, once a second at most."""
        found = self._find(name)
        return found if found is not None else self.look(within=_LEAST_SECONDS)._find(name)

    def face(self, article: str) -> Face | None:
        return card.live if (card := self.cards.get(article)) is not None else None

    def _find(self, name: str) -> Card | None:
        card = self.cards.get(self.slugs.get(name, name))
        return card if card is not None and card.live is not None else None

    def _read(self) -> None:
        now = clock.now()
        # A local shop's clock can be put back: then what is written now may lie before what was read.
        first = min(self._from, times.iso(now - _OVERLAP)) if self._from else "0"
        for record in in_partition(CardRecord, CARDS, index="gsi2", first=first):
            if self._known.get(record.pk) != record.gsi2sk:
                self._known[record.pk] = str(record.gsi2sk)
                self._take(load(Card, record.body), times.iso(now))
        self.categories = known_categories()[0]
        self._from, self._read_at = times.iso(now - _OVERLAP), time.monotonic()
        if self.index.is_worn:
            self.index = HelpIndex()
            for card in self.cards.values():
                self._index(card)

    def _take(self, card: Card, now: str) -> None:
        card = card.at(now)
        self.cards[card.id] = card
        self.slugs |= dict.fromkeys((*card.old_slugs, card.slug), card.id)
        self._coming.pop(card.id, None)
        if card.coming is not None:
            self._coming[card.id] = card.coming.since
        self._index(card)

    def _index(self, card: Card) -> None:
        is_help = card.live is not None and card.live.kind is ArticleKind.HELP
        texts = card.live.texts if card.live is not None and is_help else {}
        self.index.put(card.id, {language: (text.strong.split(), text.weak.split()) for language, text in texts.items()})


_shelf: list[Shelf] = []


def shelf() -> Shelf:
    if not _shelf:
        _shelf.append(Shelf())
    return _shelf[0].look()


def forget() -> None:
    """For tests: what is published is read at the next use."""
    _shelf.clear()


def listed(known: Shelf, category: str | None, tag: str | None, kind: ArticleKind | None = None) -> Mapping[str, Face]:
    """Articles by id, of a category with all below it, with a tag, of a kind."""
    inside = known.categories.below(category) if category else None
    found: dict[str, Face] = {}
    for article, card in known.cards.items():
        face = card.live
        if (
            face is not None
            and (inside is None or face.category in inside)
            and (tag is None or tag in face.tags)
            and kind in (None, face.kind)
        ):
            found[article] = face
    return found
