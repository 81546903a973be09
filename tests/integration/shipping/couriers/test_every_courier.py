"""F04, providers.md §9: what holds for the messages of every courier, whatever its form."""

from __future__ import annotations

import json
import random
from itertools import permutations
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from functions.orders.model.shipment import traced
from functions.orders.shipping.courier_webhooks import KEEP
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping import WaybillRef
from tests.integration.shipping.couriers.sending import KINDS, Sent, sent, told, work
from tests.support.simulated_couriers import Couriers, Hook

WAY = ("PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "ATTEMPT_FAILED", "OUT_FOR_DELIVERY", "DELIVERED")


@pytest.fixture(params=sorted(KINDS))
def parcel(request: pytest.FixtureRequest, couriers: Couriers) -> Sent:
    return sent(request.param)


def inbox() -> int:
    return sum(1 for _ in OrdersTable.scan(OrdersTable.kind == "inbox"))


def test_a_parcel_is_followed_to_its_buyer(parcel: Sent, couriers: Couriers) -> None:
    """F04: through the courier's own form, codes and times."""
    for hour, status in enumerate(("PICKED_UP", "OUT_FOR_DELIVERY", "DELIVERED"), 1):
        assert told(couriers, parcel, status, hour).deliver().status == 200
        assert work() == 0
    found = parcel.parcel()
    assert (found.status, found.delivered_at) == (TrackingStatus.DELIVERED, "2025-01-02T03:00:00.000Z")
    assert [event.at[11:13] for event in parcel.heard()] == ["01", "02", "03"]
    assert all(event.text for event in parcel.heard())


def test_every_status_that_it_knows_has_a_code_of_its_own(parcel: Sent, couriers: Couriers) -> None:
    """providers.md §6"""
    asked = couriers.ask(parcel.kind.courier)
    for status, code in couriers.world.couriers[parcel.kind.courier].codes.items():  # type: ignore[attr-defined]
        if status in ("EXPIRED",):
            continue
        hook = told(couriers, parcel, status, 1)
        known = [e for m in asked.read_webhook(hook.webhook()).messages for e in m.events]
        assert status in {event.status for event in known}, (status, code)


def test_unknown_codes_keep_the_status(parcel: Sent, couriers: Couriers) -> None:
    told(couriers, parcel, "PICKED_UP", 1).deliver()
    told(couriers, parcel, "BEAMED_UP", 2, code="beamed_up").deliver()
    assert work() == 0
    found = parcel.parcel()
    assert (found.status, found.events[-1].status, found.events[-1].text) == (TrackingStatus.PICKED_UP, "", "BEAMED_UP")
    assert "beamed_up" in found.events[-1].code


def test_twice_the_same_is_once_also_when_the_inbox_has_forgotten_it(parcel: Sent, couriers: Couriers) -> None:
    hooks = [told(couriers, parcel, "PICKED_UP", 1), told(couriers, parcel, "DELIVERED", 2)]
    for hook in (*hooks, *hooks):
        assert hook.deliver().status == 200
        assert work() == 0
    before, kept = parcel.parcel(), inbox()
    assert kept == 2
    for item in OrdersTable.scan(OrdersTable.kind == "inbox"):
        item.delete()
    with clock.frozen(clock.now() + KEEP):
        for hook in hooks:
            assert hook.deliver().status == 200
        assert (work(), parcel.parcel()) == (0, before)


def test_out_of_order_never_goes_backwards(parcel: Sent, couriers: Couriers) -> None:
    hooks = [told(couriers, parcel, status, hour) for hour, status in enumerate(WAY, 1)]
    for hook in reversed(hooks):
        hook.deliver()
        work()
        assert parcel.parcel().status is TrackingStatus.DELIVERED
    assert [event.status for event in parcel.heard()] == list(WAY)


def test_forged_messages_get_401_and_leave_nothing(parcel: Sent, couriers: Couriers) -> None:
    hook, before = told(couriers, parcel, "DELIVERED"), parcel.parcel()
    for changed in forgeries(hook):
        answer = hook.deliver(**changed)
        assert (answer.status, answer.text) == (401, ""), changed
    for fault in couriers.world.couriers[parcel.kind.courier].forged_by:  # type: ignore[attr-defined]
        forged = told(couriers, parcel, "DELIVERED", faults={fault: True})
        assert (forged.deliver().status, fault) == (401, fault)
    assert (inbox(), parcel.parcel()) == (0, before)


def test_nobody_is_believed_without_keys(parcel: Sent, couriers: Couriers) -> None:
    hook = told(couriers, parcel, "DELIVERED")
    for nothing in ({}, {"secret": ""}, {"keys": {"1": ""}}):
        couriers.put_keys({parcel.kind.courier: nothing} if nothing else {})
        assert hook.deliver().status == 401
    assert inbox() == 0


def test_of_two_keys_both_are_believed_while_one_is_changed(parcel: Sent, couriers: Couriers) -> None:
    code = parcel.kind.courier
    hook, old = told(couriers, parcel, "PICKED_UP"), couriers.entries()[code]["secret"]
    couriers.change(code, secret="", keys={"new": "of tomorrow", "old": old}, current="new")
    assert hook.deliver().status == 200
    couriers.change(code, secret="of tomorrow")
    assert hook.deliver().status == 401


def test_all_orders_of_six_messages_each_twice_one_forged_end_the_same(parcel: Sent, couriers: Couriers) -> None:
    """Acceptance: any order. Through webhook, inbox and worker for some orders, through what the messages say for all."""
    hooks = [told(couriers, parcel, status, hour) for hour, status in enumerate(WAY, 1)]
    asked = couriers.ask(parcel.kind.courier)
    read: list[list[TraceEvent]] = [list(asked.read_webhook(hook.webhook()).messages[0].events) for hook in hooks]
    forged = forgeries(hooks[-1])[0]
    start = parcel.parcel()
    ends = set()
    for order in permutations(range(6)):
        found = start
        for n in order:
            found = traced(found, [*read[n], *read[n]])
        ends.add((found.status, found.shipped_at, found.delivered_at, tuple(found.events)))
    assert len(ends) == 1
    shuffled = [*hooks, *hooks]
    random.Random(7).shuffle(shuffled)
    for n, hook in enumerate(shuffled):
        if n == 5:
            assert hooks[-1].deliver(**forged).status == 401
        assert hook.deliver().status == 200
        work()
    found = parcel.parcel()
    assert ends == {(found.status, found.shipped_at, found.delivered_at, tuple(found.events))}


def test_what_is_no_message_is_refused(parcel: Sent, couriers: Couriers) -> None:
    path = told(couriers, parcel, "PICKED_UP").path
    for raw in (b"", b"\xff\xfe", b"[]", b"sign=1&sign=2", b"{" * 5000):
        answer = Hook(path, {"content-type": "application/json"}, raw).deliver()
        assert answer.status in (401, 422), raw
    assert inbox() == 0


def test_a_courier_that_is_down_is_not_an_answer(parcel: Sent, couriers: Couriers) -> None:
    couriers.act(parcel.kind.courier, "next", down=True)
    with pytest.raises(Unavailable):
        couriers.ask(parcel.kind.courier).query(reference(parcel))


def reference(parcel: Sent) -> WaybillRef:
    return WaybillRef(parcel.number, parcel.parcel().key, parcel.shipment_id, parcel.kind.setting.get("company", ""), "13800000000")


def forgeries(hook: Hook) -> list[dict[str, Any]]:
    """The message spoiled in all ways that its form allows; the first one changes what it says."""
    if hook.body.startswith(b"{"):
        return _of_json(hook)
    fields = dict(parse_qsl(hook.body.decode(), keep_blank_values=True))
    param = json.loads(fields["param"])
    changed = fields["param"].replace("2025", "2024")
    spoiled = [
        fields | {"param": changed},
        fields | {"param": json.dumps(param, separators=(",", ":"))},
        fields | {"sign": ""},
        {"param": fields["param"]},
        {"sign": fields["sign"]},
        fields | {"param": ""},
    ]
    bodies = [urlencode(one).encode() for one in spoiled]
    bodies += [hook.body + b"&" + urlencode({"param": changed}).encode(), hook.body + b"&sign=x", hook.body[:-4]]
    return [{"body": body} for body in bodies]


def _of_json(hook: Hook) -> list[dict[str, Any]]:
    spoiled: list[dict[str, Any]] = [{"body": hook.body.replace(b"2025", b"2024")}]
    if hook.token:
        base = hook.path.removesuffix(hook.token)
        return [{"path": base + "x" * len(hook.token)}, {"path": base + hook.token[:-1]}, {"path": base.rstrip("/")}]
    spoiled += [{"body": json.dumps(json.loads(hook.body), indent=1).encode()}, {"body": hook.body + b" "}]
    proof = next(name for name in hook.headers if name in ("sign", "x-hmac-signature"))
    kept = {name: value for name, value in hook.headers.items() if name not in ("host", "content-length")}
    value = kept[proof]
    for other in (None, "", value[:-1] + ("0" if value[-1] != "0" else "1"), value.replace("hmac-sha256-hex=", "hmac-sha1-hex=") + "!"):
        headers = {name: one for name, one in kept.items() if name != proof} | ({} if other is None else {proof: other})
        spoiled.append({"headers": headers})
    return spoiled


def test_names_of_headers_may_be_written_in_any_case(parcel: Sent, couriers: Couriers) -> None:
    hook = told(couriers, parcel, "PICKED_UP")
    kept = {name.upper(): value for name, value in hook.headers.items() if name not in ("host", "content-length")}
    assert hook.deliver(headers=kept).status == 200


def test_a_message_in_vain_leaves_the_others_alone(parcel: Sent, couriers: Couriers) -> None:
    """Poison does not stop others."""
    other = sent(parcel.kind.courier)
    hook = told(couriers, parcel, "PICKED_UP")
    assert hook.deliver(body=b"{}").status in (401, 422)
    hook.deliver()
    told(couriers, other, "DELIVERED").deliver()
    assert work() == 0
    assert (parcel.parcel().status, other.parcel().status) == (TrackingStatus.PICKED_UP, TrackingStatus.DELIVERED)


def test_simulators_double_hold_back_and_repeat_what_they_sent(parcel: Sent, couriers: Couriers) -> None:
    """The faults that strangers try: duplicate, out of order, replayed. The end is the same."""
    courier, number = parcel.kind.courier, parcel.number
    couriers.act(courier, number, "PICKED_UP", at="2025-01-02T01:00:00Z", faults={"reorder": True})
    couriers.act(courier, number, "IN_TRANSIT", at="2025-01-02T02:00:00Z", faults={"duplicate": True})
    first = couriers.hooks(4)
    assert len({hook.body for hook in first}) == 2
    couriers.act(courier, number, replay=True)
    again = couriers.hooks(2)
    assert {hook.body for hook in again} == {hook.body for hook in first}
    for hook in (*first, *again):
        assert hook.deliver().status == 200
    assert work() == 0
    assert [event.status for event in parcel.heard()] == ["PICKED_UP", "IN_TRANSIT"]
    assert inbox() == 2
