"""A worker's turn at a campaign: people are looked at one after the other, and each who matches is told in the transaction that says how
far the campaign is. So a worker may die anywhere and another goes on: nobody is passed over, nobody told twice, everybody counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from functions.aftersales import form_is_open
from functions.marketing.campaigns.choose import chosen
from functions.marketing.campaigns.requests import request_put
from functions.marketing.model.campaign import TRANSITIONS, Campaign, Group, Recipient, Stage
from functions.marketing.model.known import Known
from functions.marketing.store.campaigns import (
    LEASE,
    NotSending,
    campaign_of,
    campaign_put,
    campaign_record,
    get_campaign,
    leased,
    moved_on,
    progress_of,
    still_sending,
)
from functions.marketing.store.people import everybody, still_there
from functions.marketing.store.people_counts import asked_rule
from functions.marketing.store.recipients import recipient_put
from functions.marketing.store.records import CAMPAIGN_SK, ProgressRecord, campaign_pk
from functions.marketing.store.segments import get_segment
from functions.notifications import time_zones_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.outside.time_left import time_left
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.settings import settings
from functions.shared.plain.state import advance
from functions.shared.sealing import Erased
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Write, transact

QUEUE = "marketing-work"
AT_ONCE = 32
"""People told in one transaction: three writes each, and two."""
_NEEDS = 8.0


def take_turn(campaign_id: str) -> None:
    """Nothing where it is not its time, or another worker is at it."""
    try:
        campaign = again(lambda: _taken(campaign_id))
        if campaign is not None and _walked(campaign):
            again(lambda: _ended(campaign_id))
        elif campaign is not None:
            _let_go(campaign_id)
    except NotSending:
        return


def _taken(campaign_id: str) -> Campaign | None:
    """The campaign, being sent and nobody else's for a while."""
    record, now = campaign_record(campaign_id), clock.now()
    if record is None or not record.due_at or record.due_at > times.iso(now):
        return None
    campaign = campaign_of(record)
    if campaign.form_id and not form_is_open(campaign.form_id):
        # Nobody could answer. Who is asked at this moment is told of by after-sales.
        _stop(campaign, now, "form_closed")
        return None
    if campaign.state is Stage.SENDING:
        transact([leased(record, now + LEASE)])
        return campaign
    try:
        segment = get_segment(campaign.segment_id)
        rule = dict(asked_rule(segment.rule, segment.id))
    except (NotFound, Conflict) as error:
        _stop(campaign, now, "unknown_segment" if isinstance(error, NotFound) else error.code)
        return None
    begun = replace(campaign, state=advance(TRANSITIONS, campaign.state, Stage.SENDING), rule=rule, started_at=times.iso(now))
    transact([campaign_put(begun, due=times.iso(now + LEASE))])
    fact("marketing.campaign_begun", campaign_id=campaign.id)
    return replace(begun, version=begun.version + 1)


def _stop(campaign: Campaign, now: datetime, problem: str) -> None:
    state = advance(TRANSITIONS, campaign.state, Stage.CANCELLED)
    transact([campaign_put(replace(campaign, state=state, ended_at=times.iso(now), problem=problem))])
    fact("marketing.campaign_stopped", campaign_id=campaign.id, problem=problem)


def _walked(campaign: Campaign) -> bool:
    """Whether everybody was looked at; False when the time was up before."""
    watch, progress = time_left(), progress_of(campaign.id)
    if progress.walked:
        return True
    for last, people in everybody(progress.cursor):
        for part, cursor in _parts(campaign, people, last):
            looked = sum((progress.cursor or "") < one.id <= cursor for one in people)
            progress = _tell(campaign, progress, part, cursor, looked)
        if watch is not None and watch.remaining() < _NEEDS:
            return False
    transact([moved_on(progress, cursor=None, walked=True, looked=0, told=0, held_out=0, waiting=0)])
    return True


def _parts(campaign: Campaign, people: Sequence[Known], last: str) -> Iterator[tuple[list[Recipient], str]]:
    """Who is to be told, as many at a time as one transaction takes, and behind whom it goes on then."""
    new, _ = chosen(campaign, campaign.rule, people, clock.now())
    parts = [new[start : start + AT_ONCE] for start in range(0, len(new), AT_ONCE)] or [[]]
    for part in parts[:-1]:
        yield part, part[-1].person
    yield parts[-1], last


def _tell(campaign: Campaign, progress: ProgressRecord, part: list[Recipient], cursor: str, looked: int) -> ProgressRecord:
    """The progress as it is then. Raises NotSending when the campaign was stopped, Overtaken when another worker went on."""
    now = clock.now()
    while True:
        due = _due_times(campaign, part, now)
        told = [one for one in part if one.group is Group.TOLD and one.person not in due]
        writes: list[Write] = [still_sending(campaign.id)]
        writes.append(
            moved_on(
                progress, cursor=cursor, walked=False, looked=looked, told=len(told), waiting=len(due),
                held_out=sum(one.group is Group.HELD_OUT for one in part),
            )
        )  # fmt: skip
        for one in part:
            writes += [still_there(one.person), recipient_put(campaign.series, one, now=now, due=due.get(one.person, ""))]
        writes += [request_put(campaign, one.person) for one in told]
        try:
            transact(writes)
        except Erased as gone:
            part = [one for one in part if one.person != gone.person]
            continue
        moved = progress.copied()
        moved.version, moved.cursor = int(progress.version) + 1, cursor
        return moved


def _due_times(campaign: Campaign, part: Sequence[Recipient], now: datetime) -> dict[str, str]:
    """Of those whose own time is still to come."""
    if not campaign.local_at:
        return {}
    told = [one.person for one in part if one.group is Group.TOLD]
    zones, own = time_zones_of(told), settings().store_timezone
    due = {person: campaign.due_for(zones.get(person, own)) for person in told}
    return {person: at for person, at in due.items() if at > times.iso(now)}


def _ended(campaign_id: str) -> None:
    """Everybody was told, or is told at their own time. A repeated one is followed by the next in the same write."""
    campaign, now = get_campaign(campaign_id), clock.now()
    if campaign.state is not Stage.SENDING:
        return
    if int(progress_of(campaign_id).waiting or 0) > 0 and times.iso(now) < campaign.over_at:
        transact([campaign_put(campaign, due=campaign.over_at)])
        return
    sent = replace(campaign, state=advance(TRANSITIONS, campaign.state, Stage.SENT), ended_at=times.iso(now))
    following: list[Write] = []
    if campaign.repeat_days:
        after = campaign.next_run(campaign.next_id, now)
        following = [campaign_put(after, due=after.begins_at)]
    transact([campaign_put(sent), *following])
    fact("marketing.campaign_sent", campaign_id=campaign_id)


def end_if_told(campaign_id: str) -> None:
    """After one who was told at their own time: the last one ends it."""
    progress = progress_of(campaign_id)
    if progress.walked and int(progress.waiting or 0) <= 0:
        again(lambda: _ended(campaign_id))


def _let_go(campaign_id: str) -> None:
    """Another worker goes on at once."""
    record = campaign_record(campaign_id)
    if record is not None and record.due_at:
        try:
            transact([leased(record, clock.now())])
        except Overtaken:
            return
        send_all(QUEUE, [Message({"keys": [[campaign_pk(campaign_id), CAMPAIGN_SK]]})])
