"""Staff who act for some warehouses or merchants only, whatever their roles let them do."""

from __future__ import annotations

import importlib
import uuid

import pytest

from functions.catalog.app import app as catalog
from functions.orders.app import app as orders
from functions.platform.service.contract import entry_modules
from functions.shared.auth.roles import PERMISSIONS
from functions.shared.auth.scope import NOTHING_SAID
from functions.stock.app import app as stock
from functions.warehouse.app import app as warehouse
from tests.integration.access.standings import stand
from tests.integration.orders.buyer import a_variant, an_order
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


LED_BY_WHO_HAS_A_LIMIT = {f"POST /v1/admin/staff{one}" for one in ("", "/{id}/suspend", "/{id}/reinstate", "/{id}/resend")} | {
    "PATCH /v1/admin/staff/{id}",
    "DELETE /v1/admin/staff/{id}",
}
"""Each within their own limits (`more_than_own`)."""
_WHOLE_SHOP: dict[str, object] = {
    "POST /v1/admin/roles": {"name": "more", "permissions": ["orders.read"]},
    "PUT /v1/admin/roles/{name}": {"permissions": ["orders.read"]},
    "DELETE /v1/admin/roles/{name}": None,
    "PUT /v1/admin/staff_settings": {"mfa_required_for_staff": False},
    "POST /v1/admin/staff_settings": {"version": 1},
    "POST /v1/admin/api_keys/{id}/take_over": None,
    "POST /v1/admin/breaches": {"scope": {"kind": "staff"}},
}


def test_who_has_a_limit_leads_their_own_people_and_changes_nothing_of_all(limited: dict[str, str], seller: dict[str, str]) -> None:
    """H07: a role is held by people without a limit as well, so its edit would give them, or take from them, what one may not."""
    access = importlib.import_module("functions.access.app").app
    assert {str(op) for op in access.operations if op.permission == "staff.write"} == LED_BY_WHO_HAS_A_LIMIT | _WHOLE_SHOP.keys()
    door = Client(access)
    for name, body in _WHOLE_SHOP.items():
        method, path = name.split()
        path = path.replace("{name}", "hands").replace("{id}", "key_none")
        assert {door.call(method, path, body, who).code for who in (limited, seller)} == {"out_of_scope"}, name


def test_a_read_that_says_nothing_of_merchants_is_closed_to_who_acts_for_some(seller: dict[str, str]) -> None:
    """H07: also one that will be made tomorrow; settings are the shop's."""
    apps = [importlib.import_module(name).app for name in entry_modules()]
    reads = [
        (app, op)
        for app in apps
        for op in app.operations
        if op.permission.endswith(".read") and op.permission not in ("settings.read", "staff.read") and op.scope is NOTHING_SAID
    ]
    assert len(reads) > 60
    let_in = []
    for app, op in reads:
        answer = Client(app).call(op.method, "/".join("nobody" if part[:1] == "{" else part for part in op.path.split("/")), None, seller)
        let_in += [str(op)] if answer.status < 400 or (answer.status in (403, 404, 409) and answer.code != "out_of_scope") else []
    assert let_in == []


def test_a_seller_sees_their_own_alone(seller: dict[str, str]) -> None:
    """H07: a product, an order and parcels of another are no answer."""
    order, _ = an_order(a_variant())
    made = Client(catalog).post("/v1/admin/products", {"title": {"en": "Mug"}, "slug": "mug"}, **bearer("owner"))
    assert made.status == 201, made.text
    product = made.json["id"]
    everything = Client(catalog, None, orders, stock)
    for path in (f"/v1/admin/products/{product}", f"/v1/admin/products/{product}/variants", f"/v1/admin/orders/{order['id']}"):
        assert everything.get(path, **bearer("owner")).status == 200
        refused = everything.get(path, **seller)
        assert (refused.status, refused.code, refused.json["merchants"]) == (403, "out_of_scope", ["seller_1"])
    subject = str(uuid.uuid4())
    stand(subject, "owner", merchants=("platform",))
    assert everything.get(f"/v1/admin/orders/{order['id']}", **bearer(subject=subject)).status == 200
    assert everything.get(f"/v1/admin/products/{product}", **bearer(subject=subject)).status == 200


def test_a_warehouse_sees_its_own_alone(limited: dict[str, str]) -> None:
    """H07: what lies elsewhere, moved elsewhere, and other warehouses are left out; the sums of all stay."""
    variant = a_variant()
    owner = bearer("owner")
    north = door.post("/v1/admin/warehouses", {"name": {"en": "North"}}, **owner).json["id"]
    change = {"delta": 2, "reason": "found", "warehouse_id": north}
    assert door.post(f"/v1/admin/stock/{variant}/adjust", change, **owner).status == 200
    level, mine = (door.get(f"/v1/admin/stock/{variant}", **who).json for who in (owner, limited))
    assert mine["on_hand"] == level["on_hand"]
    assert ({one["warehouse"] for one in level["warehouses"]}, {one["warehouse"] for one in mine["warehouses"]}) == (
        {"main", north},
        {"main"},
    )
    for path, name in (("/v1/admin/warehouses", "id"), (f"/v1/admin/stock/{variant}/movements", "warehouse")):
        seen = [{one[name] for one in door.get(path, **who).json["data"]} for who in (owner, limited)]
        assert north in seen[0]
        assert seen[1] <= {"main"}
    for path in (f"/v1/admin/warehouses/{north}", f"/v1/admin/warehouses/{north}/wms", f"/v1/admin/picks?warehouse={north}"):
        assert door.get(path, **limited).code == "out_of_scope"
    assert door.get("/v1/admin/orders", **limited).status == 200
