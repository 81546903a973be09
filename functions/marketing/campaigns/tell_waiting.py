"""Who is told at their own time is looked at again then: they may have ordered, changed or gone meanwhile, or the campaign was stopped."""

from __future__ import annotations

from functions.marketing.campaigns.requests import request_put
from functions.marketing.campaigns.take_turn import end_if_told
from functions.marketing.model.campaign import Recipient, Stage
from functions.marketing.model.rule import matches
from functions.marketing.store.campaigns import figure_add, get_campaign, one_waiting_less, still_sending
from functions.marketing.store.people import known_of, still_there
from functions.marketing.store.recipients import recipient_of, recipient_put
from functions.marketing.store.records import RecipientRecord
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.sealing import Erased
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find
from functions.shared.store.transactions import Write, transact


def tell_waiting(pk: str, sk: str) -> None:
    campaign_id = again(lambda: _tell(pk, sk))
    if campaign_id:
        end_if_told(campaign_id)


def _tell(pk: str, sk: str) -> str:
    record, now = find(RecipientRecord, pk, sk), clock.now()
    if record is None or not record.due_at or record.due_at > times.iso(now):
        return ""
    one, what = recipient_of(record), sk.partition("#")[2]
    campaign = get_campaign(one.campaign_id)
    if campaign.state is not Stage.SENDING:
        transact([recipient_put(what, one, now=now)])
        return ""
    known = known_of(one.person)
    writes: list[Write] = [still_there(one.person), still_sending(campaign.id)]
    if known.version and matches(campaign.rule, known, now):
        told = Recipient(one.campaign_id, one.person, one.group, times.iso(now), one.noted, one.version)
        writes += [recipient_put(what, told, now=now), request_put(campaign, one.person), one_waiting_less(campaign.id, told=1)]
    else:
        figure = figure_add(campaign.id, "skipped:no_longer_matches")
        writes += [recipient_put(what, one, now=now), figure, one_waiting_less(campaign.id, told=0)]
    try:
        transact(writes)
    except Erased as gone:
        # Their items go with the erasure.
        raise Overtaken from gone
    return campaign.id
