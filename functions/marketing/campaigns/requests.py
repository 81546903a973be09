"""What has somebody told: an event beside what says that they were."""

from __future__ import annotations

from datetime import datetime

from functions.marketing.model.campaign import Campaign, Kind
from functions.marketing.store.records import MarketingTable, person_pk
from functions.notifications import Purpose
from functions.shared.events.contracts.promotions import MessageRequested, SurveyRequested
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Put


def request_put(campaign: Campaign, person: str, *, at: datetime | None = None) -> Put:
    """The same event for the same campaign and person, whoever writes it."""
    told: MessageRequested | SurveyRequested
    if campaign.kind is Kind.SURVEY:
        told = SurveyRequested(campaign.cause, person, campaign.form_id)
    else:
        told = MessageRequested(
            campaign.cause, person, campaign.channel, campaign.event, campaign.purpose, campaign.values, valid_until=campaign.valid_until
        )
    return event_put(MarketingTable, person_pk(person), told, subject=campaign.id, actor=SYSTEM, cause=person, at=at)


def flow_request_put(
    flow: str, what: str, person: str, *, channel: str, template: str, purpose: Purpose, about: str, language: str = ""
) -> Put:  # fmt: skip
    """Of what is no campaign but told by itself. `what`: what in the flow it is; the same event for the same of one person."""
    told = MessageRequested(f"{flow}:{what}", person, channel, f"marketing.{template}", purpose.value, {}, language, about)
    return event_put(MarketingTable, person_pk(person), told, subject=flow, actor=SYSTEM, cause=f"{what}:{person}")
