"""X46, ADR 152: messages of one channel fill their page, however many others were sent since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.notifications.app import app
from functions.notifications.model.message import Message, State
from functions.notifications.store.messages import STEP, find_message, keep, message_key, new_message
from functions.notifications.store.records import NotificationsTable, order_pk
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.store import shards
from functions.shared.store.transactions import transact
from infra.migrate import is_marked, migrate
from tests.support.http import Client
from tests.support.identity import bearer


def sent(n: int, channel: str, state: State = State.DELIVERED, order: str = "") -> Message:
    order = order or fresh.new_id("ord")
    at = times.iso(clock.now() + timedelta(minutes=n))
    message = Message(fresh.new_id("msg"), order, fresh.new_id("evt"), "order.placed", channel, "b***@example.com", "en", state, at)
    transact([new_message(message_key(order_pk(order), message.id), message)])
    return message


def page(query: str) -> dict[str, Any]:
    answer = Client(app, bearer("support")).get(f"/v1/admin/messages?{query}")
    assert answer.status == 200, answer.text
    return dict(answer.json)


def ids(query: str) -> list[str]:
    return [one["id"] for one in page(query)["data"]]


@pytest.fixture
def texts() -> list[Message]:
    """Three text messages, and thirty mails after them."""
    made = [sent(n, "sms", State.BOUNCED if n == 1 else State.DELIVERED) for n in range(3)]
    for n in range(30):
        sent(10 + n, "email")
    return made


def test_a_page_is_full_and_an_empty_one_is_the_last(texts: list[Message]) -> None:
    NotificationsTable(pk=shards.MIGRATED[0], sk=shards.MIGRATED[1], kind="mark", version=STEP).save()
    shards.forget()
    newest = [one.id for one in reversed(texts)]
    first = page("channel=sms&limit=2")
    assert [one["id"] for one in first["data"]] == newest[:2]
    last = page(f"channel=sms&limit=2&cursor={first['next_cursor']}")
    assert ([one["id"] for one in last["data"]], last["next_cursor"]) == (newest[2:], None)
    assert ids("channel=sms&state=bounced") == [texts[1].id]
    assert page("channel=wechat") == {"data": [], "next_cursor": None}
    # What becomes of it moves it from one list to the other; while it is sent again it is in none.
    key = message_key(order_pk(texts[0].order_id), texts[0].id)
    for state in (State.SENDING, State.FAILED):
        message, version = find_message(key) or (texts[0], 0)
        keep(key, version, Message(**{**vars(message), "state": state}))
        assert ids("channel=sms&state=failed") == ([texts[0].id] if state is State.FAILED else [])
        assert texts[0].id not in ids("channel=sms&state=delivered")


def test_those_of_before_are_found_before_and_after_the_migration(texts: list[Message]) -> None:
    for item in NotificationsTable.scan(NotificationsTable.kind == "message"):
        item.gsi1pk = item.gsi1sk = None
        item.save()
    client = boto3.client("dynamodb")
    assert ids("channel=sms&limit=100") == [one.id for one in reversed(texts)]
    migrate(client, "notifications", "notifications")
    shards.forget()
    assert is_marked(client, "notifications", "notifications")
    assert ids("channel=sms&limit=3") == [one.id for one in reversed(texts)]


def test_of_one_order_a_page_is_full_too(texts: list[Message]) -> None:
    order = texts[0].order_id
    for n in range(8):
        sent(n, "email", order=order)
    found, cursor = [], ""
    for _ in range(9):
        answer = page(f"order={order}&channel=sms&limit=1{cursor}")
        found += answer["data"]
        if answer["next_cursor"] is None:
            break
        assert answer["data"]
        cursor = f"&cursor={answer['next_cursor']}"
    assert [one["id"] for one in found] == [texts[0].id]
