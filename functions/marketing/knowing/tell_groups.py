"""After everybody was counted, those whose RFM segment is another one are told, one after the other: what is for some segments only knows
it from then on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from functions.marketing.model.known import Known
from functions.marketing.model.people_count import rfm_of
from functions.marketing.store.people import everybody, known_of, known_put, still_there
from functions.marketing.store.records import MarketingTable, person_pk
from functions.shared.events.contracts.customers import RfmChanged
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def tell_groups(after: str | None, cuts: Mapping[str, Any], counted_at: str) -> Iterator[tuple[str, int]]:
    """Some at a time: behind whom the next ones stand, and how many have moved. A GetItem and a transaction for each of these."""
    for last, people in everybody(after):
        moved = [one for one in people if one.has_account and _segment(one, cuts) != one.rfm]
        for one in moved:
            with suppress(Erased):
                again(lambda person=one.id: _tell(person, cuts, counted_at))  # type: ignore[misc]
        yield last, len(moved)


def _segment(known: Known, cuts: Mapping[str, Any]) -> str:
    """Empty for who is no buyer."""
    return str(rfm_of(known, cuts) or "")


def _tell(person: str, cuts: Mapping[str, Any], counted_at: str) -> None:
    known = known_of(person)
    after = replace(known, rfm=_segment(known, cuts))
    if not known.version or after == known:
        return
    told = event_put(MarketingTable, person_pk(person), RfmChanged(person, after.rfm, known.rfm, counted_at), subject=person, actor=SYSTEM)
    transact([still_there(person), known_put(after), told])
