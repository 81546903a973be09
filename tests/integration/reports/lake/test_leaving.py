"""M07: why people leave, as they say it themselves, beside the cohorts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from functions.reports.app import lake_events
from functions.reports.store.duck import opened
from functions.reports.store.lake_files import hour_key, read_all
from functions.shared.events.contracts.complaints import SurveyAnswered
from functions.shared.events.contracts.customers import ConsentDecided, SubscriptionEnded
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.plain import times
from tests.integration.reports.lake.visits import NOON, asked, land
from tests.support.events import sqs_of_events

YESTERDAY = NOON - timedelta(days=1)


def told(number: int, one: SurveyAnswered | ConsentDecided | SubscriptionEnded, at: datetime = NOON) -> Envelope:
    return Envelope(f"evt_{number}", one.TYPE, 1, times.iso(at), f"subject_{number}", SYSTEM, asdict(one))


def answered(*why: str) -> SurveyAnswered:
    return SurveyAnswered("srv_1", "campaign", "mcp_1:cus_1", 0, "sfm_1", [*why])


def reasons(days: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = asked(f"cohorts?{days}")["reasons"]
    return [{name: value for name, value in one.items() if value} for one in found]


def test_what_was_chosen_and_who_unsubscribed_is_counted_once() -> None:
    """M07"""
    heard = [
        told(1, answered("price", "slow")), told(2, answered("price")), told(3, answered()), told(4, answered("slow"), YESTERDAY),
        told(5, SubscriptionEnded("cus_1", "marketing:news", "email")), told(6, SubscriptionEnded("cus_2", "marketing:news", "email")),
        told(7, ConsentDecided("cus_1", "marketing_sms", given=False, text_version="", source="account", taken_back=True)),
        # Never agreed; agreed; of no advertising: nobody left.
        told(8, ConsentDecided("cus_3", "marketing_sms", given=False, text_version="", source="checkout")),
        told(9, ConsentDecided("cus_3", "marketing_email", given=True, text_version="v", source="account")),
        told(10, ConsentDecided("cus_3", "analytics", given=False, text_version="", source="account", taken_back=True)),
    ]  # fmt: skip
    for _ in range(2):
        assert lake_events(sqs_of_events(heard), None) == {"batchItemFailures": []}
        land()
    assert reasons("from=2026-03-10&to=2026-03-10") == [
        {"reason": "price", "survey_answers": 2},
        {"reason": "slow", "survey_answers": 1},
        {"reason": "marketing:news@email", "unsubscribes": 2},
        {"reason": "marketing_sms", "unsubscribes": 1},
    ]
    both = reasons("from=2026-03-01&to=2026-03-31")
    assert both[:2] == [{"reason": "price", "survey_answers": 2}, {"reason": "slow", "survey_answers": 2}]
    (kept,) = read_all([hour_key("2026-03-10T04")])
    assert kept
    with opened() as lake:
        lake.show([kept])
        assert {one["subject"] + one["visitor"] for one in lake.ask("SELECT subject, visitor FROM events")} == {""}, "it names nobody"
