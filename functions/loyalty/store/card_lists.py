"""All gift cards, newest first, by state (ADR 167): in the index `listed`, which holds keys only. A card moves in it with its state."""

from __future__ import annotations

from heapq import merge
from itertools import islice
from operator import attrgetter

from functions.loyalty.model.stored import State, Stored
from functions.loyalty.store.records import ValueRecord
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.store.records import find_many
from functions.shared.store.shards import cursor_at, place, position_of, rows

_OWN = "listed_"


def card_place(card: Stored) -> tuple[str, str]:
    """(listed_pk, listed_sk)."""
    return place(_cards(card.state), f"{card.issued_at}#{card.id}", of=card.id)


def card_place_of(body: str) -> tuple[str, str]:
    """The same of the card of this body."""
    return card_place(load(Stored, body))


def cards_listed(state: State | None, *, limit: int, cursor: str | None) -> pages.Page[Stored]:
    """Of a state four Queries, of all of them sixteen. The index may lag: the card says its state."""
    query = {"list": "gift cards", "state": state}
    after = position_of(pages.decode(cursor, query), former=_OWN)
    # Of a shop most cards are active, so that a list of all reads little more than these.
    lists = [rows(ValueRecord, _cards(one), after=after, newest_first=True, page_size=limit + 1) for one in ([state] if state else State)]
    found = list(islice(merge(*lists, key=attrgetter("at"), reverse=True), limit + 1))
    shown = found[:limit]
    records = find_many({ValueRecord: [(row.pk, row.sk) for row in shown]}) if shown else {}
    cards = [load(Stored, records[key].body) for row in shown if (key := (ValueRecord, row.pk, row.sk)) in records]
    position = cursor_at(shown[-1], former=_OWN) if len(found) > limit else None
    return pages.Page([one for one in cards if state in (None, one.state)], pages.encode(position, query) if position else None)


def _cards(state: State) -> str:
    return f"CARDS#{state.value}"
