"""X02: staff hear by mail that an endpoint is disabled; the events and the queue that may lead there fit each other."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

import pytest

from functions.notifications.app import notify
from functions.notifications.channels import mail
from functions.notifications.endpoints.known_events import known_events
from functions.notifications.store.records import NotificationsTable
from infra.fragments import load
from tests.integration.notifications.webhooks.subscribers import Stage
from tests.support.events import events_in, sqs_of_events


def test_a_mail_says_which_and_why_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.notifications.sending import addressee
    from functions.stock import stock_settings

    named = stock_settings()
    monkeypatch.setattr(addressee, "stock_settings", lambda: type(named)(**{**vars(named), "email": "ops@example.com", "language": "en"}))
    mails: list[Any] = []

    def send(address: str, words: Any, *_: str) -> str:
        mails.append((address, words))
        return "ses-1"

    monkeypatch.setattr(mail, "send", send)
    stage.made(description="Books <b>")
    stage.outside.answers = lambda _: 410
    stage.tell(stage.event("ord_1", 1))
    stage.settle()
    told = events_in(NotificationsTable, "webhook_endpoint.disabled")
    for _ in range(2):
        assert notify(sqs_of_events(told), None) == {"batchItemFailures": []}
    ((address, said),) = mails
    assert (address, said.subject) == ("ops@example.com", "Events are not sent to hooks.example.com any more")
    assert "410" in said.text
    assert "<b>" not in said.html


def test_the_queue_hears_of_every_event_that_endpoints_can_be_made_for() -> None:
    patterns = load("queues")["queues"]["webhooks"]["events"]
    assert [name for name in known_events() if not any(fnmatchcase(name, one) for one in patterns)] == []
    assert [one for one in patterns if not any(fnmatchcase(name, one) for name in known_events())] == []
