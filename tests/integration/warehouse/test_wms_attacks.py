"""C09, C10: answers of an outside system that nobody should send, signed with the right secret: no fault, no piece more or less."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest

from functions.shared.outside import clock
from functions.shared.plain.standard_webhooks import signed
from functions.warehouse.app import app
from functions.warehouse.store.records import WarehouseTable
from tests.integration.warehouse.systems import Systems
from tests.integration.warehouse.test_wms import pick_now, requested, wms
from tests.support.events import events_in
from tests.support.http import Answer, Client

__all__ = ["wms"]


def sends(secret: str, raw: bytes, id_: str = "msg_a", warehouse: str = "w1", *, age: int = 0) -> Answer:
    """As signed by whoever knows the secret."""
    text = raw.decode("utf-8", "replace")
    headers = signed([secret], id_, int(clock.now().timestamp()) - age, text)
    return Client(app).call("POST", f"/v1/webhooks/wms/{warehouse}", raw, headers)


def says(type_: str, pick: Any, quantity: Any, line: Any = None) -> bytes:
    lines = [{"line_id": line or pick["lines"][0]["line_id"], "quantity": quantity}]
    return json.dumps({"type": type_, "data": {"pick_id": pick["id"], "lines": lines}}).encode()


@pytest.mark.parametrize(
    "quantity", ["NaN", "Infinity", "-Infinity", "1e999", "1e308", "1.0", "true", "null", '"2"', "[2]", "-1", "9" * 400, "1000000001"]
)
def test_a_quantity_that_is_none_is_refused(wms: Systems, quantity: str) -> None:
    """C09: not JSON, or not a whole number of pieces; nothing is counted."""
    secret = wms.runs("w1")["answers_secret"]
    _, pick = requested()
    for type_ in ("pick.picked", "pick.short", "pick.packed"):
        raw = says(type_, pick, 0).replace(b'"quantity": 0', f'"quantity": {quantity}'.encode())
        assert sends(secret, raw).status in (400, 422), quantity
    assert pick_now(pick) == pick


def test_bodies_that_are_none(wms: Systems) -> None:
    """C09: half a body, another form, too deep, no UTF-8, 5 MB, a thousand lines."""
    secret = wms.runs("w1")["answers_secret"]
    _, pick = requested()
    whole = says("pick.packed", pick, 2)
    line = {"line_id": pick["lines"][0]["line_id"], "quantity": 2}
    many = json.dumps({"type": "pick.packed", "data": {"pick_id": pick["id"], "lines": [line | {"line_id": f"l{n}"} for n in range(1000)]}})
    bodies = [whole[:-5], whole[: len(whole) // 2], b"", b"[]", b"null", b'"pick.packed"', b"[" * 50_000, many.encode()]
    bodies += [whole.replace(b"pick.packed", b"pick.lost"), whole.replace(b'"data"', b'"date"'), whole.replace(b"2}", b'2, "x": 1}')]
    for n, raw in enumerate(bodies):
        assert sends(secret, raw, f"msg_{n}").status in (400, 422), raw[:60]
    assert sends(secret, b"\xff\xfe" + whole, "msg_u").status == 401
    assert sends(secret, whole + b" " * 5_000_000, "msg_5mb").status in (200, 413)
    big = json.dumps({"type": "pick.packed", "data": {"pick_id": "x" * 5_000_000, "lines": []}}).encode()
    assert sends(secret, big, "msg_big").status in (404, 413, 422)
    assert pick_now(pick)["state"] in ("requested", "packed")
    assert len(events_in(WarehouseTable, "pick.packed")) <= 1


def test_a_message_is_its_warehouse_s_alone_and_not_a_minute_too_old(wms: Systems) -> None:
    """C09: another warehouse's secret, pick or address; replayed after its time; the same id for something else."""
    first, second = wms.runs("w1")["answers_secret"], wms.runs("w2")["answers_secret"]
    _, pick = requested()
    raw = says("pick.picked", pick, 1)
    assert sends(second, raw).status == 401
    assert sends(second, raw, warehouse="w2").status == 404
    assert (sends(first, raw, age=301).status, sends(first, raw, age=-301).status) == (401, 401)
    assert pick_now(pick) == pick
    assert [sends(first, raw, age=299).json["duplicate"] for _ in range(2)] == [False, True]
    assert sends(first, says("pick.picked", pick, 2)).code == "webhook_id_reused"
    for id_ in ("", " ", "a b", "x" * 129, "ünï"):
        assert sends(first, raw, id_).status == 401


def test_whatever_the_order_of_its_answers_no_piece_is_lost_or_doubled(wms: Systems) -> None:
    """C10: picked in steps, short, packed, each doubled, in many orders: found and missing pieces add up to what was asked for."""
    secret = wms.runs("w1")["answers_secret"]
    for number, order in enumerate(list(permutations(range(4)))[::5]):
        _, pick = requested(quantity=3)
        steps = [
            says("pick.picked", pick, 1),
            says("pick.picked", pick, 2),
            says("pick.short", pick, 1),
            says("pick.packed", pick, 2),
        ]
        for n in (*order, *order):
            assert sends(secret, steps[n], f"msg_{number}_{n}").status in (200, 409)
        line = pick_now(pick)["lines"][0]
        assert (line["scanned"], line["missing"], line["quantity"]) == (2, 1, 2), order
        assert pick_now(pick)["state"] == "packed", order
