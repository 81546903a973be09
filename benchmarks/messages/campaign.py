"""A campaign to 10,000 people, killed twice in the middle: each is told once, and what it took.

`python -m benchmarks.messages.campaign [people]`: real handlers over moto in this process; writes are counted, seconds are moto's.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from threading import RLock
from typing import Any

import pytest
from moto import mock_aws

import tests.conftest  # noqa: F401
from tests.support.quick_moto.direct import go_to_the_tables_at_once
from tests.support.quick_moto.tables import compare_and_read_only_what_is_asked
from tests.support.quick_moto.undo import share_items_between_copies

_DIES_AFTER = (60, 90)
_CAP = 20_000


class Died(Exception):
    """The worker was killed, in the middle of what it wrote."""


def _same(moment: datetime) -> datetime:
    return moment


def main(people: int) -> int:
    patch = pytest.MonkeyPatch()
    share_items_between_copies(patch)
    compare_and_read_only_what_is_asked(patch)
    go_to_the_tables_at_once(patch, RLock())
    with mock_aws():
        return _run(min(people, _CAP), patch)


def _run(people: int, patch: pytest.MonkeyPatch) -> int:
    from functions.marketing.campaigns import take_turn as turns
    from functions.marketing.model.campaign import Campaign, Kind, Stage
    from functions.marketing.model.known import Known
    from functions.marketing.model.segment import Segment
    from functions.marketing.store.campaigns import campaign_put, get_campaign, progress_of
    from functions.marketing.store.people import known_put
    from functions.marketing.store.records import MarketingTable
    from functions.marketing.store.segments import segment_put
    from functions.shared.outside import clock
    from functions.shared.plain import ids, times
    from functions.shared.store.transactions import transact
    from tests.support.events import events_in
    from tests.support.tables import create_tables

    create_tables()
    now = clock.now()
    at = times.iso(now)
    for start in range(0, people, 100):
        transact([known_put(Known(ids.derived_id("cus", f"{n}"), "en", at)) for n in range(start, min(people, start + 100))])
    rule = {"field": "orders", "op": "at_least", "value": 0}
    segment, campaign = ids.derived_id("seg", "b"), ids.derived_id("mcp", "b")
    transact([segment_put(Segment(segment, "all", rule, at, at, "x"))])
    one = Campaign(
        campaign, "b", Kind.MESSAGE, segment, "b", "email", "marketing:news", at, "x", state=Stage.SCHEDULED, at=at, series=campaign
    )
    transact([campaign_put(one, due=at)])
    wrote, began = [0], time.perf_counter()

    def dying(after: int, written: bool) -> Any:
        left = [after]

        def write(writes: Any) -> None:
            left[0] -= 1
            if left[0] == 0 and not written:
                raise Died
            wrote[0] += len(list(writes))
            transact(writes)
            if left[0] == 0:
                raise Died

        return write

    for number, after in enumerate((*_DIES_AFTER, 10**9)):
        patch.setattr(turns, "transact", dying(after, written=number == 0))
        try:
            turns.take_turn(campaign)
        except Died:
            print(f"killed after {progress_of(campaign).told} were told")
        moment = now + timedelta(minutes=2 * (number + 1))
        patch.setattr(clock, "now", partial(_same, moment))
    told = Counter(event.data["person"] for event in events_in(MarketingTable, "marketing.message_requested"))
    progress = progress_of(campaign)
    print(
        f"{people} people, 2 restarts: {len(told)} told, {sum(told.values()) - len(told)} twice, progress says {progress.told}, "
        f"{get_campaign(campaign).state}; {wrote[0]} writes ({wrote[0] / people:.2f} a person), {time.perf_counter() - began:.0f} s on moto"
    )
    return 0 if len(told) == people == sum(told.values()) == progress.told else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
