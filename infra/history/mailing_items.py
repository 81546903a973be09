"""What a mailing leaves behind: its campaign and segment, who was told and who was held out, their messages, and what became of those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from functions.marketing.campaigns.requests import request_put
from functions.marketing.model.campaign import Campaign, Group, Kind, Recipient, Stage
from functions.marketing.model.segment import Segment
from functions.marketing.store.campaigns import campaign_put
from functions.marketing.store.recipients import recipient_put
from functions.marketing.store.records import PROGRESS_SK, FigureRecord, ProgressRecord, campaign_pk, figure_sk
from functions.marketing.store.segments import segment_put
from functions.notifications import Purpose
from functions.notifications.model.message import Message, State, masked, recipient_hash
from functions.notifications.store.messages import message_key, new_message, noted_put
from functions.notifications.store.records import customer_pk
from functions.notifications.store.suppressions import address_key
from functions.privacy import Purpose as Consented
from functions.shared.events.events import envelope_of
from functions.shared.plain import ids, times
from functions.shared.plain.scores.holdout import is_held_out
from functions.shared.store.records import Record
from infra.history.mailings import HOLDOUT, Mailing
from infra.history.names import some_id
from infra.history.people_items import Person
from infra.history.story import address_of

_BY, _CHANNEL, _TEMPLATE = "history", "email", "campaign_begins"
_LASTS, _ARRIVES = timedelta(minutes=4), timedelta(minutes=1)
_ARRIVE = 97
"""Per cent of messages of which the provider told that they were delivered; of the others nothing was heard."""


def mailing_items(mailing: Mailing, people: Iterable[Person]) -> Iterator[Record]:
    """`people`: all who ever register."""
    known = [one for one in people if one.registered < mailing.at]
    groups = {one.id: group for one in known if (group := mailing.group_of(one.id))}
    segment, campaign = _segment(mailing), _campaign(mailing)
    yield segment_put(segment).record
    yield campaign_put(campaign).record
    told = [one for one in known if groups.get(one.id) is Group.TOLD]
    yield ProgressRecord(
        pk=campaign_pk(mailing.id), sk=PROGRESS_SK, kind="campaign_progress", version=1, walked=True,
        cursor=max((one.id for one in known), default=None), looked=len(known), told=len(told), held_out=len(groups) - len(told),
    )  # fmt: skip
    for state, many in _became(mailing, told).items():
        yield FigureRecord(pk=campaign_pk(mailing.id), sk=figure_sk(state), kind="campaign_figure", number=many)
    for customer, group in groups.items():
        yield _recipient(mailing, customer, group)
    for person in told:
        yield from _message(mailing, campaign, person)


def recipients(mailings: Iterable[Mailing], customer_id: str, registered: datetime) -> list[Recipient]:
    """What somebody was told, or held out of."""
    return [
        Recipient(one.id, customer_id, group, times.iso(one.at))
        for one in mailings
        if registered < one.at and (group := one.group_of(customer_id))
    ]


def _states(mailing: Mailing, customer_id: str) -> list[State]:
    return [State.SENT, State.DELIVERED] if is_held_out(f"{mailing.id} arrives", customer_id, _ARRIVE) else [State.SENT]


def _became(mailing: Mailing, told: Iterable[Person]) -> dict[State, int]:
    all_of_them = [state for one in told for state in _states(mailing, one.id)]
    return {state: all_of_them.count(state) for state in dict.fromkeys(all_of_them)}


def _segment(mailing: Mailing) -> Segment:
    rule = {"field": "consent", "op": "any_of", "value": [str(Consented.MARKETING_EMAIL)]}
    at = times.iso(mailing.at - timedelta(days=3))
    return Segment(some_id("seg", mailing.at - timedelta(days=3), mailing.id), f"News by e-mail: {mailing.name}", rule, at, at, _BY)


def _campaign(mailing: Mailing) -> Campaign:
    """Written, scheduled, begun, sent: the fourth version of it."""
    segment, at = _segment(mailing), times.iso(mailing.at)
    return Campaign(
        mailing.id, f"{mailing.name} begins tomorrow", Kind.MESSAGE, segment.id, _TEMPLATE, _CHANNEL, Purpose.NEWS, segment.created_at, _BY,
        state=Stage.SENT, at=at, holdout=HOLDOUT, series=mailing.id, rule=segment.rule, started_at=at,
        ended_at=times.iso(mailing.at + _LASTS), version=3,
    )  # fmt: skip


def _recipient(mailing: Mailing, customer_id: str, group: Group) -> Record:
    noted = [state.value for state in _states(mailing, customer_id)] if group is Group.TOLD else []
    one = Recipient(mailing.id, customer_id, group, times.iso(mailing.at), noted, version=len(noted))
    return recipient_put(mailing.id, one, now=mailing.at).record


def _message(mailing: Mailing, campaign: Campaign, person: Person) -> Iterator[Record]:
    asked = request_put(campaign, person.id, at=mailing.at).record
    yield asked
    event, address = envelope_of(asked), address_of(person.first).email or ""
    message = Message(
        ids.derived_id("msg", event.id, _CHANNEL, recipient_hash(address)), "", event.id, campaign.event, _CHANNEL, masked(address),
        person.first.market.language, State.SENDING, times.iso(mailing.at), person=person.id, purpose=campaign.purpose,
        address_key=address_key(_CHANNEL, address), cause=campaign.cause,
    )  # fmt: skip
    pk = customer_pk(person.id)
    for number, state in enumerate(_states(mailing, person.id)):
        at = mailing.at + _ARRIVES * number
        message = replace(message, state=state, sent_at=times.iso(mailing.at), told_at=times.iso(at) if number else "")
        yield noted_put(pk, message, state.value, at=at).record
    record = new_message(message_key(pk, message.id), message).record
    record.version = 1 + len(_states(mailing, person.id))
    yield record
