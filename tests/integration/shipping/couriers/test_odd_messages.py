"""F04: genuine messages whose text or days cannot be true or whole: they count as far as they can, and stop nobody's work."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from functions.orders.shipping.tracking import take_in
from functions.shared.events.envelope import Actor
from functions.shared.outside import outbound
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.tracking import TrackingStatus
from functions.shipping.couriers.asking import document
from functions.shipping.couriers.reading import writable
from tests.integration.shipping.couriers.sending import KINDS, Sent, sent, told, work
from tests.support.simulated_couriers import Couriers, Hook


@pytest.fixture(params=sorted(KINDS))
def parcel(request: pytest.FixtureRequest, couriers: Couriers) -> Sent:
    return sent(request.param)


def with_text(hook: Hook, before: str, after: str) -> bytes:
    """The message with other text in it, and the signature of before."""
    if hook.body.startswith(b"{"):
        return json.dumps(_replaced(json.loads(hook.body), before, after)).encode()
    fields = dict(parse_qsl(hook.body.decode(), keep_blank_values=True))
    return urlencode(fields | {"param": json.dumps(_replaced(json.loads(fields["param"]), before, after))}).encode()


def _replaced(value: Any, before: str, after: str) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(one, before, after) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, before, after) for one in value]
    return value.replace(before, after) if isinstance(value, str) else value


def test_characters_that_were_lost_leave_a_scan_a_scan(parcel: Sent, couriers: Couriers) -> None:
    """A caller of ours is refused for them; a courier would only send the same again, and the parcel never arrive."""
    assert told(couriers, parcel, "DELIVERED", text="已签收 \ufffd", place="杭州\ufffd").deliver().status == 200
    assert work() == 0
    found = parcel.parcel()
    assert found.status is TrackingStatus.DELIVERED
    assert "已签收 ?" in found.events[-1].text


def test_text_that_was_cut_within_a_character_can_be_kept(parcel: Sent, couriers: Couriers) -> None:
    """Systems that count text in UTF-16 cut an emoji in two."""
    hook = told(couriers, parcel, "DELIVERED", text="已签收 HALF", place="杭州HALF")
    [message] = couriers.ask(parcel.kind.courier).read_webhook(hook.webhook(with_text(hook, "HALF", "\ud83d"))).messages
    [event] = message.events
    assert (event.status, "已签收 ?" in event.text) == ("DELIVERED", True)
    take_in(parcel.order.id, parcel.shipment_id, message.events, actor=Actor("courier", parcel.kind.courier))
    assert parcel.parcel().events[-1] == event


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1970-01-01T00:00:00Z", "2999-01-01", "2024-12-31", "soon", ""])
def test_a_day_that_cannot_be_true_is_no_eta(couriers: Couriers, day: str) -> None:
    """Nobody is told that a parcel is late by the day at which a courier's calendar begins or ends; the scan beside it counts."""
    parcel = sent("easypost")
    hook, before = told(couriers, parcel, "IN_TRANSIT"), parcel.parcel()
    body = json.loads(hook.body)
    body["result"]["est_delivery_date"] = day
    [message] = couriers.ask("easypost").read_webhook(hook.webhook(json.dumps(body).encode())).messages
    take_in(parcel.order.id, parcel.shipment_id, message.events, actor=Actor("courier", "easypost"), eta=message.eta)
    found = parcel.parcel()
    assert (found.status, found.eta, found.case) == (TrackingStatus.IN_TRANSIT, before.eta, None)


def test_what_a_courier_answers_can_be_kept_too() -> None:
    answer = outbound.HttpAnswer(200, b'{"reason": "\\ud83d no", "ok": "\\ud83d\\ude00"}', {})
    assert document(answer) == {"reason": "? no", "ok": "😀"}


def test_what_is_deeper_than_anybody_means_is_unreadable() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Unreadable):
        writable(deep)
