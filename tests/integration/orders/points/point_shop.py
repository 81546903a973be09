"""A shop whose parcels can be collected at InPost's points in Poland, and a buyer there."""

from __future__ import annotations

from typing import Any

from functions.orders.app import app
from functions.orders.store import rules_store
from tests.integration.orders.buyer import Buyer, a_guest, a_variant, staff
from tests.support.http import Answer, Client

POLAND = {
    "name": "Anna Nowak", "phone": "+48512345678", "email": "anna@example.com", "country": "PL", "province": "mazowieckie",
    "city": "Warszawa", "district": "", "street": "Prosta 7", "postal_code": "00-850",
}  # fmt: skip
POINT = {"provider": "inpost", "id": "WAW01A"}
OTHER = {"provider": "inpost", "id": "WAW02M"}
HOME, PICKUP = "standard", "locker"
PICKUP_FEE, HOME_FEE = 900, 12_000


def rate(option: str, fee: int, kind: str = "home", **more: Any) -> dict[str, Any]:
    return {"id": option, "carrier": "sandbox", "currency": "CNY", "first_fee": fee, "kind": kind} | more


def zone(areas: list[dict[str, str]], rates: list[dict[str, Any]]) -> Answer:
    made = staff().post("/v1/admin/shipping_zones", {"name": "zone", "areas": areas, "rates": rates})
    rules_store.forget()
    return made


def points_in_poland() -> None:
    """To the door and to points; the rest of the world as it is built in, to the door only."""
    made = zone([{"country": "PL"}], [rate(HOME, HOME_FEE), rate(PICKUP, PICKUP_FEE, "pickup_point")])
    assert made.status == 201, made.text


def a_buyer(
    weight_g: int = 500, quantity: int = 1, address: dict[str, Any] | None = None, size_mm: tuple[int, int, int] | None = None
) -> Buyer:
    buyer = a_guest()
    assert buyer.add(a_variant(stock=99, weight_g=weight_g, size_mm=size_mm), quantity).status == 201
    assert buyer.client.put(f"{buyer.cart}/address", address or POLAND).status == 200
    return buyer


def choose(buyer: Buyer, option: str, point: dict[str, str] | None = None) -> Answer:
    return buyer.client.put(f"{buyer.cart}/delivery_option", {"id": option} | ({"pickup_point": point} if point else {}))


def cart_of(buyer: Buyer) -> Any:
    return buyer.client.get(buyer.cart).json


def order_client(placed: Any) -> Client:
    return Client(app, {"x-order-token": placed["token"]})
