"""What the reports table keeps of hours and of what was not as usual in them.

- pk `PULSE#<month>`, sk the hour: the hour in numbers. Replaced when it is counted again.
- pk `FINDINGS#open` or `FINDINGS#closed`, sk `<hour>-<hash of kind and subject>`: what people must look at, once for as long as it goes on.
- pk `FINDING#<id>`: the events that tell staff of it.
- pk `FINDINGS`, sk `EPISODES`: what goes on, and until which hour was looked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from functools import partial

from functions.reports.model.detection.examine import Finding
from functions.reports.model.detection.pulse import Pulse
from functions.reports.model.lake_row import hour_of
from functions.reports.store.records import ReportsTable
from functions.shared.events.contracts.staff import FindingTold
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.listing import in_partition, in_turn, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Exists, Put, Write, parts_of, put_new, transact

_EPISODES = ("FINDINGS", "EPISODES")
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class Found:
    """`at`: the hour of UTC at whose end it was found. `outcome`: what staff said of it; empty while it is open."""

    id: str
    at: str
    finding: Finding
    outcome: str = ""
    resolved_by: str = ""
    resolved_at: str = ""

    @classmethod
    def of(cls, hour: str, finding: Finding) -> Found:
        digest = hashlib.sha256(f"{finding.kind}|{finding.subject}".encode()).hexdigest()[:12]
        return cls(f"{hour}-{digest}", hour, finding)


@dataclass(frozen=True)
class Going:
    """`looked`: the last hour that was looked at. `last`: hours since 1970 when ``<kind>|<subject>`` was seen."""

    looked: str = ""
    last: dict[str, int] = field(default_factory=dict)


def put_pulses(pulses: Sequence[Pulse]) -> None:
    for part in parts_of([Put(_pulse_item(pulse)) for pulse in pulses]):
        transact(part)


def _pulse_item(pulse: Pulse) -> ReportsTable:
    return ReportsTable(pk=f"PULSE#{pulse.hour[:7]}", sk=pulse.hour, kind="pulse", body=dump(pulse))


def pulses(first: datetime, last: datetime) -> Iterator[Pulse]:
    """Of the hours from `first` to `last`, both included, that were counted."""
    month, start, end = first.replace(day=1), hour_of(first), hour_of(last)
    while hour_of(month)[:7] <= end[:7]:
        for item in in_partition(ReportsTable, f"PULSE#{hour_of(month)[:7]}", first=start, last=end):
            yield load(Pulse, item.body)
        month = (month + timedelta(days=32)).replace(day=1)


def going_on() -> Going:
    item = find(ReportsTable, *_EPISODES)
    return load(Going, item.body) if item else Going()


def put_going(going: Going) -> None:
    """After what was found: who dies before looks again, and finds the same."""
    ReportsTable(pk=_EPISODES[0], sk=_EPISODES[1], kind="episodes", body=dump(going)).save()


def put_found(found: Found, told: Sequence[FindingTold] = ()) -> bool:
    """With the events that tell of it. False where it is known, open or closed."""
    if find(ReportsTable, f"FINDINGS#{CLOSED}", found.id):
        return False
    try:
        events = [event_put(ReportsTable, f"FINDING#{found.id}", one, subject=found.id, actor=SYSTEM, cause=one.person) for one in told]
        transact([put_new(_item(OPEN, found)), *events])
    except Exists:
        return False
    return True


def findings(state: str, limit: int, cursor: str | None) -> Page[Found]:
    """Newest first; of all, those that are open come first."""
    if state == "all":
        return in_turn(
            [partial(findings, one) for one in (OPEN, CLOSED)], query={"list": "findings", "state": state}, limit=limit, cursor=cursor
        )
    page = query_page(
        ReportsTable, f"FINDINGS#{state}", query={"list": "findings", "state": state}, limit=limit, cursor=cursor, newest_first=True
    )
    return Page([load(Found, item.body) for item in page.data], page.next_cursor)


def finding_of(number: str) -> Found:
    """Raises NotFound."""
    for state in (OPEN, CLOSED):
        if item := find(ReportsTable, f"FINDINGS#{state}", number):
            return load(Found, item.body)
    raise NotFound("There is no such finding.")


def close_writes(found: Found, outcome: str, by: str, at: str) -> tuple[Found, list[Write]]:
    """The transaction raises Exists where it was closed meanwhile."""
    closed = replace(found, outcome=outcome, resolved_by=by, resolved_at=at)
    gone = Delete(ReportsTable(pk=f"FINDINGS#{OPEN}", sk=found.id), ReportsTable.pk.exists())
    return closed, [gone, Put(_item(CLOSED, closed))]


def _item(state: str, found: Found) -> ReportsTable:
    return ReportsTable(pk=f"FINDINGS#{state}", sk=found.id, kind="finding", body=dump(found))
