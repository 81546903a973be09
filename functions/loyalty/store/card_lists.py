"""All gift cards, newest first, by state (ADR 167): in the index `listed`, which holds keys only. A card moves in it with its state."""

from __future__ import annotations

from functions.loyalty.model.stored import State, Stored
from functions.loyalty.store.records import ValueRecord
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.store.shards import listed_page, place


def card_place(card: Stored) -> tuple[str, str]:
    """(listed_pk, listed_sk)."""
    return place(_cards(card.state), f"{card.issued_at}#{card.id}", of=card.id)


def card_place_of(body: str) -> tuple[str, str]:
    """The same of the card of this body."""
    return card_place(load(Stored, body))


def cards_listed(state: State | None, *, limit: int, cursor: str | None) -> pages.Page[Stored]:
    """Of a state four Queries, of all of them sixteen. The index may lag: the card says its state."""
    # Of a shop most cards are active, so that a list of all reads little more than these.
    lists = [_cards(one) for one in ([state] if state else State)]
    query = {"list": "gift cards", "state": state}
    page = listed_page(ValueRecord, *lists, query=query, limit=limit, cursor=cursor, newest_first=True)
    cards = [load(Stored, record.body) for record in page.data]
    return pages.Page([one for one in cards if state in (None, one.state)], page.next_cursor)


def _cards(state: State) -> str:
    return f"CARDS#{state.value}"
