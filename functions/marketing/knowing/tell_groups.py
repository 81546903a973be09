"""After everybody was counted, those whose RFM segment is another one are told, one after the other: what is for some segments only knows
it from then on. In the same walk they get and lose the tags that follow from rules (model/tagging.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from functions.marketing.model.known import Known
from functions.marketing.model.people_count import rfm_of
from functions.marketing.model.tagging import Ready, judged
from functions.marketing.store.people import everybody, known_of, known_put, still_there
from functions.marketing.store.records import MarketingTable, person_pk
from functions.shared.events.contracts.customers import RfmChanged
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact


@dataclass(frozen=True)
class Measure:
    """What everybody is looked at by."""

    cuts: Mapping[str, Any]
    counted_at: str
    rules: Sequence[Ready]

    def of(self, known: Known, now: datetime) -> Known:
        """Without a segment for who is no buyer."""
        return replace(known, rfm=str(rfm_of(known, self.cuts) or ""), tags=judged(known, self.rules, now))


def tell_groups(after: str | None, measure: Measure) -> Iterator[tuple[str, int]]:
    """Some at a time: behind whom the next ones stand, and how many have moved. A GetItem and a transaction for each of these."""
    for last, people in everybody(after):
        now = clock.now()
        moved = [one for one in people if one.has_account and measure.of(one, now) != one]
        for one in moved:
            with suppress(Erased):
                again(lambda person=one.id: _tell(person, measure))  # type: ignore[misc]
        yield last, len(moved)


def _tell(person: str, measure: Measure) -> None:
    known = known_of(person)
    after = measure.of(known, clock.now())
    if not known.version or after == known:
        return
    writes: list[Write] = [still_there(person), known_put(after)]
    if after.rfm != known.rfm:
        changed = RfmChanged(person, after.rfm, known.rfm, measure.counted_at)
        writes.append(event_put(MarketingTable, person_pk(person), changed, subject=person, actor=SYSTEM))
    transact(writes)
