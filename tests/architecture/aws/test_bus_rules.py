"""What a consumer has a handler for, the rule of its queue lets through; and what the rule lets through, the consumer has a handler for."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from functions.notifications.sending.wording import EVENTS
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Queue

_NO_TABLE = {
    "agents-told": "what became of an order, by its id",
    "audit-events": "each is a line of the log",
    "customer-lists": "whom it is about is listed anew",
    "fapiao-worker": "the invoice goes on, whatever it was",
    "returns-worker": "its messages are of several kinds, told apart one by one",
    "webhooks": "each is told outside (tests/unit/notifications holds its families beside the rule)",
}
"""Consumers without a table of handlers by type, and why."""
_OUTSIDE = ("s3:", "ses:", "job.queued")
"""Objects, mails, and jobs, which have a kind of their own (functions/platform/jobs)."""


def _consumers() -> dict[str, tuple[str, str, list[str]]]:
    """Domain, handler and types of the rule, by the name of the function; of those that the bus feeds with events."""
    queues = load("queues")["queues"]
    found = {}
    for one in FUNCTIONS:
        if isinstance(one.trigger, Queue) and (events := queues[one.trigger.name].get("events")) and not events[0].startswith(_OUTSIDE):
            found[one.name] = (one.domain, str(one.handler), list(events))
    return found


CONSUMERS = _consumers()


def _fits(kind: str, rule: str) -> bool:
    return kind.startswith(rule[:-1]) if rule.endswith("*") else kind == rule


@pytest.mark.parametrize("name", sorted(set(CONSUMERS) - set(_NO_TABLE)))
def test_rule_and_handlers_name_the_same_events(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    domain, handler, rules = CONSUMERS[name]
    module, heard = importlib.import_module(f"functions.{domain}.consumers.{handler}"), set[str]()

    def note(_event: Any, *tables: dict[str, Any], **_named: Any) -> dict[str, Any]:
        heard.update(*tables)
        return {"batchItemFailures": []}

    def note_told(_event: Any, _channels: Any, **_named: Any) -> dict[str, Any]:
        # Which of them a channel tells is its wording's; none is let through that no channel knows.
        heard.update(set(EVENTS) & set(rules))
        return {"batchItemFailures": []}

    for called, instead in (("each_event", note), ("all_events", note), ("tell_each", note_told)):
        monkeypatch.setattr(module, called, instead, raising=False)
    # What packages bring is told where there are some.
    monkeypatch.setattr(module, "brought_channels", lambda: {"x": None}, raising=False)
    getattr(module, handler)({"Records": []}, None)
    assert heard, "it has no table of handlers: say in _NO_TABLE how it tells types apart"
    assert {kind for kind in heard if not any(_fits(kind, rule) for rule in rules)} == set(), "handled, and let through by no rule"
    assert {rule for rule in rules if not any(_fits(kind, rule) for kind in heard)} == set(), "let through, and handled by nobody"


def test_who_has_no_table_is_fed_by_the_bus() -> None:
    assert set(_NO_TABLE) <= set(CONSUMERS)
