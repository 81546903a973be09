"""C09: pick requests of a warehouse that an outside system runs reach it once, signed; what does not get through is seen and sent again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from functions.notifications.store.records import DeliveryRecord
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock, guarded
from functions.warehouse.app import follow_parcels
from functions.warehouse.store.records import WarehouseTable
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.orders.planning.shelves import a_warehouse, bought, lying, planned
from tests.integration.warehouse.systems import Systems, as_owner, handed_out, sent, simulated_systems, swept
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer
from tests.support.races import in_between

Patch = pytest.MonkeyPatch
DEAD = "/v1/admin/webhook_dead_letters"


@pytest.fixture
def wms(monkeypatch: Patch) -> Iterator[Systems]:
    for n, name in enumerate(("w1", "w2"), 1):
        a_warehouse(name, n)
    with simulated_systems(monkeypatch) as made:
        yield made


def told_parcels() -> None:
    told = events_in(OrdersTable, "shipment.planned", "shipment.cancelled", "order.cancelled")
    assert follow_parcels(sqs_of_events(told), None) == {"batchItemFailures": []}


def requested(warehouse: str = "w1", quantity: int = 2, **pieces: int) -> tuple[Any, Any]:
    """An order of pieces that lie in the warehouse, and its pick request."""
    order = bought(lying(**(pieces or {warehouse: 5})), quantity=quantity)
    planned()
    told_parcels()
    (pick,) = [one for one in picks(warehouse) if one["order_id"] == order["id"]]
    return order, pick


def picks(warehouse: str = "w1", state: str = "requested") -> list[Any]:
    found: list[Any] = as_owner("GET", f"/v1/admin/picks?warehouse={warehouse}&state={state}").json["data"]
    return found


def pick_now(pick: Any) -> Any:
    return as_owner("GET", f"/v1/admin/picks/{pick['id']}").json


def dead() -> list[Any]:
    found: list[Any] = as_owner("GET", DEAD).json["data"]
    return found


def replayed(one: Any, **headers: str) -> Answer:
    return as_owner("POST", f"/v1/admin/webhook_endpoints/{one['endpoint_id']}/deliveries/{one['id']}/replay", **headers)


def test_each_pick_request_of_its_warehouse_reaches_it_once_signed(wms: Systems) -> None:
    """C09: told twice, sent twice from the queue, taken in once. The other warehouse is worked by our own calls."""
    told = wms.runs("w1")
    order = bought(lying(w1__B=2), lying(w2__A=2))
    planned()
    told_parcels()
    handed_out()
    assert len(events_in(WarehouseTable, "pick.requested")) == 2
    for _ in range(2):
        sent()
    (kept,) = wms.messages("w1")
    (pick,) = picks()
    (event,) = [one for one in events_in(WarehouseTable, "pick.requested") if one.data["warehouse_id"] == "w1"]
    assert (kept["times"], kept["id"], kept["body"]["type"], kept["body"]["sequence"]) == (1, event.id, "pick.requested", 1)
    line = pick["lines"][0]
    assert kept["body"]["data"] == {
        **{name: pick[name] for name in ("order_id", "shipment_id", "warehouse_id", "number", "carrier", "service")},
        "pick_id": pick["id"],
        "revision": 1,
        "lines": [{name: line[name] for name in ("line_id", "variant_id", "sku", "quantity", "bins")}],
    }
    assert (kept["body"]["data"]["order_id"], kept["body"]["data"]["warehouse_id"]) == (order["id"], "w1")
    assert swept() == 0
    path = f"/v1/admin/webhook_endpoints/{told['endpoint_id']}/deliveries"
    (logged,) = as_owner("GET", path).json["data"]
    assert (logged["state"], [one["status"] for one in logged["attempts"]]) == ("delivered", [200])
    assert as_owner("GET", f"{path}/{logged['id']}").json["body"] == kept["body"]
    assert "buyer@example.com" not in as_owner("GET", f"{path}/{logged['id']}").text


def test_three_failures_are_seen_and_a_replay_has_the_same_id(wms: Systems) -> None:
    """C09: down, an error, a redirect that nobody follows."""
    told = wms.runs("w1")
    wms.fail("w1", down=1, redirect=1, http_500=1)
    requested()
    handed_out()
    sent()
    now = clock.now()
    assert dead() == []
    with clock.frozen(now + timedelta(minutes=2)):
        assert (swept(), dead()) == (1, [])
    with clock.frozen(now + timedelta(minutes=6)):
        assert swept() == 1
        (letter,) = dead()
        assert (letter["endpoint_id"], letter["failures"], letter["dead_letter"]) == (told["endpoint_id"], 3, True)
        assert [(one["status"], one["error"]) for one in letter["attempts"]] == [(None, "connection_lost"), (302, None), (500, None)]
        assert wms.messages("w1") == wms.messages("w1-elsewhere") == []
        key = {"idempotency_key": "replay-0001-0001"}
        answers = [replayed(letter, **key) for _ in range(2)]
        assert [(one.status, one.json["state"]) for one in answers] == [(202, "waiting")] * 2
        assert sent() == 1
    (kept,) = wms.messages("w1")
    assert (kept["id"], kept["times"], dead()) == (letter["id"], 1, [])
    assert replayed(letter).status == 202
    sent()
    assert wms.messages("w1")[0]["times"] == 2


def test_who_took_it_in_and_did_not_answer_hears_of_it_again(wms: Systems, monkeypatch: Patch) -> None:
    """C09: at least once; the id tells the receiver that it has it."""
    monkeypatch.setattr(guarded, "post", partial(guarded.post, seconds=0.2))
    told = wms.runs("w1")
    wms.fail("w1", timeout_after_success=1)
    requested()
    handed_out()
    sent()
    (logged,) = as_owner("GET", f"/v1/admin/webhook_endpoints/{told['endpoint_id']}/deliveries").json["data"]
    assert (logged["state"], logged["reason"]) == ("waiting", "timeout")
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        swept()
    (kept,) = wms.messages("w1")
    assert kept["times"] == 2


def test_one_system_that_is_down_keeps_no_other_from_its_messages(wms: Systems) -> None:
    """C09: nor does a message that nobody can read."""
    wms.runs("w1")
    broken = wms.runs("w2")["endpoint_id"]
    wms.fail("w1", down=9)
    poison, _ = requested("w2"), requested("w1")
    handed_out()
    (first,) = as_owner("GET", f"/v1/admin/webhook_endpoints/{broken}/deliveries").json["data"]
    record = DeliveryRecord.get(f"HOOK#{broken}", f"DLV#{first['id']}")
    record.update([DeliveryRecord.body.set("{}")])
    requested("w2")
    requested("w1")
    handed_out(times=1)
    sent()
    assert [one["body"]["type"] for one in wms.messages("w2")] == ["pick.requested"]
    assert poison[0]["id"] != wms.messages("w2")[0]["body"]["data"]["order_id"]
    assert swept() == 0


def test_answers_do_what_our_own_calls_do(wms: Systems) -> None:
    """C09, C10: picked, then packed."""
    wms.runs("w1")
    _, pick = requested()
    line = pick["lines"][0]["line_id"]
    assert wms.answers("w1", "pick.picked", pick, [{"line_id": line, "quantity": 1}]) == [200]
    assert (pick_now(pick)["state"], pick_now(pick)["lines"][0]["scanned"]) == ("picking", 1)
    assert wms.answers("w1", "pick.packed", pick) == [409]
    assert wms.answers("w1", "pick.picked", pick, [{"line_id": line, "quantity": 2}]) == [200]
    assert wms.answers("w1", "pick.packed", pick) == [200]
    assert pick_now(pick)["state"] == "packed"
    assert len(events_in(WarehouseTable, "pick.packed")) == 1


def test_answers_in_any_order_and_doubled_give_one_result(wms: Systems) -> None:
    """C09: totals, not steps, so what comes late changes nothing; the same message is taken in once."""
    wms.runs("w1")
    _, pick = requested()
    line = pick["lines"][0]["line_id"]
    two, one = [{"line_id": line, "quantity": 2}], [{"line_id": line, "quantity": 1}]
    assert wms.answers("w1", "pick.packed", pick, two, faults={"duplicate": 2}) == [200] * 3
    assert wms.answers("w1", "pick.picked", pick, two) == [200]
    assert wms.answers("w1", "pick.picked", pick, one) == [200]
    assert wms.answers("w1", "pick.packed", pick) == [200]
    assert (pick_now(pick)["state"], pick_now(pick)["lines"][0]["scanned"]) == ("packed", 2)
    assert len(events_in(WarehouseTable, "pick.packed")) == 1
    assert wms.answers("w1", "pick.picked", pick, one, id="msg_1") == [200]
    assert wms.answers("w1", "pick.picked", pick, two, id="msg_1") == [409]


def test_what_is_short_is_told_once(wms: Systems) -> None:
    """C10"""
    wms.runs("w1")
    order, pick = requested(w1=2, w2=3)
    missing = [{"line_id": pick["lines"][0]["line_id"], "quantity": 1}]
    for _ in range(2):
        assert wms.answers("w1", "pick.short", pick, missing) == [200]
    assert len(events_in(WarehouseTable, "pick.short")) == 1
    assert (pick_now(pick)["lines"][0]["missing"], pick_now(pick)["lines"][0]["quantity"]) == (1, 1)
    assert wms.answers("w1", "pick.short", pick, []) == [422]
    assert order["id"] == pick["order_id"]


@pytest.mark.parametrize("fault", ["tamper", "wrong_key", "old_timestamp", "future_timestamp"])
def test_a_forged_answer_changes_nothing(wms: Systems, fault: str) -> None:
    """C09"""
    wms.runs("w1")
    _, pick = requested()
    lines = [{"line_id": pick["lines"][0]["line_id"], "quantity": 2}]
    assert wms.answers("w1", "pick.packed", pick, lines, faults={fault: True}) == [401]
    assert pick_now(pick) == pick
    assert as_owner("POST", "/v1/webhooks/wms/w1", {"type": "pick.packed", "data": {"pick_id": pick["id"]}}).status == 401


def test_refusals_say_why_and_change_nothing(wms: Systems) -> None:
    """C09: another warehouse's pick, more than was asked for, an unknown line, nonsense."""
    wms.runs("w1")
    wms.runs("w2")
    _, pick = requested()
    line = pick["lines"][0]["line_id"]
    refused = [
        ("w2", "pick.packed", pick, [{"line_id": line, "quantity": 2}], 404),
        ("w1", "pick.packed", {"id": "pick_01JD0000000000000000000000"}, [], 404),
        ("w1", "pick.packed", {"id": "nonsense"}, [], 404),
        ("w1", "pick.picked", pick, [{"line_id": line, "quantity": 3}], 409),
        ("w1", "pick.short", pick, [{"line_id": line, "quantity": 3}], 422),
        ("w1", "pick.picked", pick, [{"line_id": "line_x", "quantity": 1}], 422),
        ("w1", "pick.short", pick, [{"line_id": "line_x", "quantity": 1}], 422),
        ("w1", "pick.picked", pick, [{"line_id": line, "quantity": -1}], 422),
        ("w1", "pick.picked", pick, [{"line_id": line, "quantity": 1}] * 2, 422),
        ("w1", "pick.lost", pick, [], 422),
    ]
    assert [wms.answers(name, type_, one, lines)[0] for name, type_, one, lines, _ in refused] == [status for *_, status in refused]
    assert pick_now(pick) == pick
    assert as_owner("POST", "/v1/webhooks/wms/nowhere", {}).status == 404


def test_what_leaves_the_parcel_is_told_and_what_comes_too_late_refused(wms: Systems) -> None:
    """C09: the order is cancelled after its pick request went out."""
    wms.runs("w1")
    order, pick = requested()
    assert order_staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
    told_parcels()
    handed_out()
    sent()
    kept = {one["body"]["type"]: one["body"]["data"] for one in wms.messages("w1")}
    assert (kept["pick.changed"]["state"], kept["pick.changed"]["revision"]) == ("cancelled", 2)
    assert kept["pick.changed"]["lines"][0]["quantity"] == 0
    lines = [{"line_id": pick["lines"][0]["line_id"], "quantity": 2}]
    for type_ in ("pick.picked", "pick.packed", "pick.short"):
        assert wms.answers("w1", type_, pick, lines)[0] in (409, 422)
    assert pick_now(pick)["state"] == "cancelled"


def test_what_nobody_answers_is_listed_the_oldest_first(wms: Systems) -> None:
    """C09"""
    wms.runs("w1")
    now = clock.now()
    with clock.frozen(now):
        _, first = requested()
    with clock.frozen(now + timedelta(minutes=1)):
        _, second = requested()
    path = "/v1/admin/warehouses/w1/wms/unanswered"
    assert as_owner("GET", path).json["data"] == []
    with clock.frozen(now + timedelta(hours=5)):
        assert [one["id"] for one in as_owner("GET", path).json["data"]] == [first["id"], second["id"]]
        page = as_owner("GET", f"{path}?limit=1").json
        rest = as_owner("GET", f"{path}?limit=1&cursor={page['next_cursor']}").json
        assert [one["id"] for one in (*page["data"], *rest["data"])] == [first["id"], second["id"]]
    lines = [{"line_id": first["lines"][0]["line_id"], "quantity": 0}]
    assert wms.answers("w1", "pick.picked", first, lines) == [200]
    with clock.frozen(now + timedelta(hours=5)):
        assert [one["id"] for one in as_owner("GET", path).json["data"]] == [second["id"]]


def test_two_deliveries_of_an_answer_at_once_count_once(wms: Systems, monkeypatch: Patch) -> None:
    """C09: the second comes between the first one's look and its write."""
    from functions.warehouse.wms import take_answer

    wms.runs("w1")
    _, pick = requested()
    lines = [{"line_id": pick["lines"][0]["line_id"], "quantity": 2}]
    in_between(monkeypatch, take_answer, "_was_taken", lambda: wms.answers("w1", "pick.packed", pick, lines, id="msg_1"))
    assert wms.answers("w1", "pick.packed", pick, lines, id="msg_1") == [200]
    assert len(events_in(WarehouseTable, "pick.packed")) == 1
