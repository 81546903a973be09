"""What has somebody told: an event beside what says that they were."""

from __future__ import annotations

from functions.marketing.model.campaign import Campaign, Kind
from functions.marketing.store.records import MarketingTable, person_pk
from functions.shared.events.contracts.promotions import MessageRequested, SurveyRequested
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Put


def request_put(campaign: Campaign, person: str) -> Put:
    """The same event for the same campaign and person, whoever writes it."""
    told: MessageRequested | SurveyRequested
    if campaign.kind is Kind.SURVEY:
        told = SurveyRequested(campaign.cause, person)
    else:
        told = MessageRequested(campaign.cause, person, campaign.channel, campaign.event, campaign.purpose, campaign.values)
    return event_put(MarketingTable, person_pk(person), told, subject=campaign.id, actor=SYSTEM, cause=person)
