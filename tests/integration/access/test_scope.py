"""Staff who act for some warehouses or merchants only, whatever their roles let them do."""

from __future__ import annotations

import importlib
import uuid

import pytest

from functions.orders.app import app as orders
from functions.platform.service.contract import entry_modules
from functions.shared.auth.roles import PERMISSIONS
from functions.shared.auth.scope import NOTHING_SAID
from functions.stock.app import app as stock
from functions.warehouse.app import app as warehouse
from tests.integration.access.standings import stand
from tests.integration.orders.buyer import a_variant
from tests.support.http import Client
from tests.support.identity import bearer

door = Client(stock, None, warehouse, orders)


@pytest.fixture
def limited() -> dict[str, str]:
    subject = str(uuid.uuid4())
    stand(subject, "owner", warehouses=("main",))
    return bearer(subject=subject)


@pytest.fixture
def seller() -> dict[str, str]:
    subject = str(uuid.uuid4())
    stand(subject, "owner", merchants=("seller_1",))
    return bearer(subject=subject)


def test_pieces_move_in_one_s_own_warehouses_only(limited: dict[str, str], seller: dict[str, str]) -> None:
    """H07"""
    variant = a_variant()
    change = {"delta": 1, "reason": "found"}
    assert door.post(f"/v1/admin/stock/{variant}/adjust", change, **limited).status == 200
    for body in ({**change, "warehouse_id": "north"}, {**change, "warehouse_id": "wh_none"}):
        refused = door.post(f"/v1/admin/stock/{variant}/adjust", body, **limited)
        assert (refused.status, refused.code, refused.json["warehouses"]) == (403, "out_of_scope", ["main"])
    move = {"from_warehouse_id": "main", "to_warehouse_id": "north", "quantity": 1, "reason": "moved"}
    assert door.post(f"/v1/admin/stock/{variant}/transfer", move, **limited).code == "out_of_scope"
    assert door.delete("/v1/admin/warehouses/north", **limited).code == "out_of_scope"
    # Stock says not whose it is; so whoever acts for a merchant does not change it.
    assert door.post(f"/v1/admin/stock/{variant}/adjust", change, **seller).json["merchants"] == ["seller_1"]


def test_picks_of_other_warehouses_are_not_shown_nor_parcels_sent(limited: dict[str, str]) -> None:
    """H07"""
    assert door.get("/v1/admin/picks?warehouse=main", **limited).status == 200
    assert door.get("/v1/admin/picks?warehouse=north", **limited).code == "out_of_scope"
    parcel = {"carrier": "manual", "waybill": "W1", "lines": [{"line_id": "line_none", "quantity": 1}]}
    for body in (parcel, {**parcel, "warehouse_id": "north"}):
        assert door.post("/v1/admin/orders/ord_none/shipments", body, **limited).code == "out_of_scope"
    assert door.post("/v1/admin/picks/pick_none/scan", {"barcode": "1", "quantity": 1}, **limited).status == 404


def test_a_write_that_says_nothing_of_a_limit_is_closed_to_who_has_it(limited: dict[str, str], seller: dict[str, str]) -> None:
    """H07: also one that will be made tomorrow."""
    apps = [importlib.import_module(name).app for name in entry_modules()]
    writes = [
        (app, op)
        for app in apps
        for op in app.operations
        if op.permission in PERMISSIONS and op.scope is NOTHING_SAID and not op.permission.endswith((".read", "staff.write"))
    ]
    assert len(writes) > 60
    let_in = []
    for app, op in writes:
        path = op.path
        while "{" in path:
            path = path[: path.index("{")] + "nobody" + path[path.index("}") + 1 :]
        answers = [Client(app).call(op.method, path, op.example, headers) for headers in (limited, seller)]
        # What cannot be read at all is told before.
        let_in += [
            str(op) for answer in answers if answer.status < 400 or (answer.status in (404, 409, 403) and answer.code != "out_of_scope")
        ]
    assert let_in == []
