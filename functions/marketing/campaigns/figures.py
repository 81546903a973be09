"""What a campaign came to: who was told, what became of it, and what those did who were told and those who were not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from math import ceil, floor, sqrt

from functions.marketing.model.campaign import Group, Recipient
from functions.marketing.store.campaigns import (
    figure_add,
    figures_of,
    get_campaign,
    progress_of,
    progresses_of,
    results_of,
    runs_of,
)
from functions.marketing.store.recipients import find_recipient, noted_write
from functions.marketing.store.records import campaign_pk
from functions.shared.events.contracts.complaints import SurveyWithheld
from functions.shared.events.contracts.promotions import MessageNoted
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

HELD_BACK = "skipped"
_Z95 = 1.96


@dataclass(frozen=True)
class Figures:
    looked_at: int
    told: int
    held_out: int
    waiting: int
    sent: int
    failed: int
    delivered: int
    bounced: int
    complained: int
    unsubscribed: int
    held_back: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    group: str
    people: int
    orders: int
    spent: dict[str, int] = field(default_factory=dict)

    @property
    def per_thousand(self) -> int:
        return round(1000 * self.orders / self.people) if self.people else 0


@dataclass(frozen=True)
class Uplift:
    """Orders of a thousand who were told, less those of a thousand who were held out; and between which figures the true difference lies
    in 95 of 100 such campaigns."""

    value: int
    low: int
    high: int


def uplift_of(told: Result, held_out: Result) -> Uplift | None:
    """None without both groups. Orders are counts (Poisson): of one without any, one is taken for how far it may be off."""
    if not (told.people and held_out.people):
        return None
    value = told.orders / told.people - held_out.orders / held_out.people
    off = _Z95 * sqrt(sum(max(1, one.orders) / one.people**2 for one in (told, held_out)))
    return Uplift(told.per_thousand - held_out.per_thousand, floor(1000 * (value - off)), ceil(1000 * (value + off)))


def figures(campaign_id: str) -> Figures:
    """Two requests."""
    progress, counted = progress_of(campaign_id), figures_of(campaign_id)
    held_back = {name.partition(":")[2]: count for name, count in counted.items() if name.startswith(f"{HELD_BACK}:")}
    named = {name: counted.get(name, 0) for name in ("sent", "failed", "delivered", "bounced", "complained", "unsubscribed")}
    return Figures(
        looked_at=int(progress.looked or 0), told=int(progress.told or 0), held_out=int(progress.held_out or 0),
        waiting=int(progress.waiting or 0), held_back=held_back, **named,
    )  # fmt: skip


def results(campaign_id: str, days: int, *, series: bool = False) -> list[Result]:
    """Those told, then those held out; of all runs of its `series` together: somebody counts once for each run that met them. Raises
    NotFound, Invalid (422 `too_large`)."""
    campaign = get_campaign(campaign_id)
    met = progresses_of(runs_of(campaign.series) if series else [campaign.id])
    people = {Group.TOLD: sum(int(one.told or 0) for one in met), Group.HELD_OUT: sum(int(one.held_out or 0) for one in met)}
    somebody = [one.pk.removeprefix(campaign_pk("")) for one in met if one.told or one.held_out]
    return _results([row for one in somebody for row in results_of(one)], days, people)


def flow_figures(flow: str) -> Figures:
    """Of what is told by itself (reminders of carts): people by what they were told first."""
    counted = figures_of(flow)
    return replace(figures(flow), told=counted.get(Group.TOLD, 0), held_out=counted.get(Group.HELD_OUT, 0))


def flow_results(flow: str, days: int) -> list[Result]:
    counted = figures_of(flow)
    return _results(results_of(flow), days, {group: counted.get(group, 0) for group in Group})


def _results(rows: Sequence[tuple[str, int, str, int, int]], days: int, people: Mapping[Group, int]) -> list[Result]:
    found = []
    for group in Group:
        orders, spent = 0, Counter[str]()
        for of, day, currency, count, amount in rows:
            if of == group and day < days:
                orders += count
                spent[currency] += amount
        found.append(Result(group.value, people[group], orders, dict(spent)))
    return found


def note_outcome(envelope: Envelope) -> None:
    """Counted once for a person and a state, however often it is told. Of who was erased meanwhile nothing is counted any more."""
    noted = data_of(envelope, MessageNoted)
    again(lambda: _note(noted.cause, noted.person, noted.state, noted.reason))


def note_withheld(envelope: Envelope) -> None:
    """Of a survey whose form was closed before they were asked."""
    told = data_of(envelope, SurveyWithheld)
    again(lambda: _note(told.cause, told.person, HELD_BACK, told.reason))


def _note(cause: str, person: str, state: str, reason: str) -> None:
    campaign_id, _, what = cause.partition(":")
    known = find_recipient(person, what)
    if known is None or known.campaign_id != campaign_id or state in known.noted:
        return
    after = _with(known, state)
    name = f"{state}:{reason or 'unknown'}" if state == HELD_BACK else state
    transact([noted_write(person, what, after), figure_add(campaign_id, name)])


def _with(known: Recipient, state: str) -> Recipient:
    return replace(known, noted=[*known.noted, state])
