"""Campaigns as they are stored: each change under its version, and how far each is beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from functions.marketing.model.campaign import Campaign, Stage, next_id
from functions.marketing.store.records import (
    CAMPAIGN_SK,
    CAMPAIGNS,
    PROGRESS_SK,
    CampaignRecord,
    FigureRecord,
    ProgressRecord,
    campaign_pk,
    due_shard,
    figure_sk,
    result_sk,
)
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Check, Put, Update
from functions.shared.store.versions import at_version, locked_put

_AT_ONCE, _MOST_RUNS = 100, 1_000
LEASE = timedelta(seconds=90)
"""So long a worker may be at a campaign: more than its function runs."""


class NotSending(Conflict):
    """The campaign was stopped meanwhile."""

    code, title = "not_sending", "The campaign is not being sent"


def get_campaign(campaign_id: str) -> Campaign:
    """Raises NotFound."""
    record = campaign_record(campaign_id)
    if record is None:
        raise NotFound("There is no such campaign.")
    return campaign_of(record)


def campaign_record(campaign_id: str) -> CampaignRecord | None:
    return find(CampaignRecord, campaign_pk(campaign_id), CAMPAIGN_SK) if ids.is_id("mcp", campaign_id) else None


def campaign_of(record: CampaignRecord) -> Campaign:
    return replace(load(Campaign, record.body), version=int(record.version))


def campaign_put(one: Campaign, *, due: str = "") -> Put:
    """A new one or the next version. `due`: when a worker looks at it next, if one does. The transaction raises Overtaken."""
    record = CampaignRecord(
        pk=campaign_pk(one.id), sk=CAMPAIGN_SK, kind="message_campaign", body=dump(replace(one, version=0)), version=one.version + 1,
        state=one.state.value,
    )  # fmt: skip
    record.listed_pk, record.listed_sk = place(CAMPAIGNS, one.id)
    if due:
        record.due_pk, record.due_at = due_shard(one.id), due
    return locked_put(record, one.version)


def campaigns(*, limit: int, cursor: str | None) -> Page[Campaign]:
    """Newest first."""
    page = listed_page(CampaignRecord, CAMPAIGNS, query={"list": CAMPAIGNS}, limit=limit, cursor=cursor, newest_first=True)
    return Page([campaign_of(one) for one in page.data], page.next_cursor)


def leased(record: CampaignRecord, until: datetime) -> Update:
    """Nobody else looks at it before. The transaction raises Overtaken."""
    same = (CampaignRecord.due_at == record.due_at) & (CampaignRecord.version == record.version)
    return Update(CampaignRecord, record.pk, record.sk, [CampaignRecord.due_at.set(times.iso(until))], same, Overtaken())


def still_sending(campaign_id: str) -> Check:
    """What is written with it is only written while the campaign is being sent. The transaction raises NotSending."""
    return Check(CampaignRecord, campaign_pk(campaign_id), CAMPAIGN_SK, CampaignRecord.state == Stage.SENDING.value, NotSending())


def runs_of(series: str) -> list[str]:
    """The ids of all runs of a series so far, oldest first. A BatchGetItem for a hundred. Raises Invalid (422 `too_large`)."""
    found, last = list[str](), ""
    while len(found) < _MOST_RUNS:
        some = list(islice(_ids(series, last), _AT_ONCE))
        there = {record.pk for record in find_many({CampaignRecord: [(campaign_pk(one), CAMPAIGN_SK) for one in some]}).values()}
        known = [one for one in some if campaign_pk(one) in there]
        found += known
        if len(known) < len(some):
            return found
        last = some[-1]
    raise Invalid.field("/series", "too_large", f"It was sent {_MOST_RUNS} times. Look at its runs one by one.")


def _ids(series: str, last: str) -> Iterator[str]:
    one = next_id(series, last) if last else series
    while True:
        yield one
        one = next_id(series, one)


def progresses_of(campaign_ids: Sequence[str]) -> list[ProgressRecord]:
    """Of those that began. A BatchGetItem for a hundred."""
    found = find_many({ProgressRecord: [(campaign_pk(one), PROGRESS_SK) for one in campaign_ids]})
    return [record for record in found.values() if isinstance(record, ProgressRecord)]


def progress_of(campaign_id: str) -> ProgressRecord:
    """One GetItem."""
    pk = campaign_pk(campaign_id)
    return find(ProgressRecord, pk, PROGRESS_SK) or ProgressRecord(pk=pk, sk=PROGRESS_SK, version=0)


def moved_on(progress: ProgressRecord, *, cursor: str | None, walked: bool, looked: int, told: int, held_out: int, waiting: int) -> Update:
    """In the transaction of what it counts, under the version that was read, so that everything is counted once. It raises Overtaken."""
    table = ProgressRecord
    actions = [
        table.kind.set("campaign_progress"),
        table.version.set(int(progress.version) + 1),
        table.walked.set(walked),
        table.looked.add(looked),
        table.told.add(told),
        table.held_out.add(held_out),
        table.waiting.add(waiting),
        *([table.cursor.set(cursor)] if cursor else []),
    ]
    return Update(table, progress.pk, progress.sk, actions, at_version(table, progress.version), Overtaken())


def one_waiting_less(campaign_id: str, *, told: int) -> Update:
    table = ProgressRecord
    return Update(table, campaign_pk(campaign_id), PROGRESS_SK, [table.waiting.add(-1), table.told.add(told)])


def figure_add(campaign_id: str, name: str, count: int = 1) -> Update:
    table = FigureRecord
    return Update(table, campaign_pk(campaign_id), figure_sk(name), [table.kind.set("campaign_figure"), table.number.add(count)])


def result_add(campaign_id: str, group: str, days: int, currency: str, *, orders: int, amount: int) -> Update:
    table = FigureRecord
    actions = [table.kind.set("campaign_result"), table.number.add(orders), table.amount.add(amount)]
    return Update(table, campaign_pk(campaign_id), result_sk(group, days, currency), actions)


def figures_of(campaign_id: str) -> dict[str, int]:
    """By name. One Query."""
    found = in_partition(FigureRecord, campaign_pk(campaign_id), beginning=figure_sk(""))
    return {one.sk.removeprefix(figure_sk("")): int(one.number) for one in found}


def results_of(campaign_id: str) -> list[tuple[str, int, str, int, int]]:
    """Group, days since they were told, currency, orders, amount. One Query."""
    found = in_partition(FigureRecord, campaign_pk(campaign_id), beginning="RESULT#")
    rows = [(one.sk.split("#")[1:], one) for one in found]
    return [(group, int(days), currency, int(one.number), int(one.amount)) for (group, days, currency), one in rows]
