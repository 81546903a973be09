"""X45, case 9: a pick-up point belongs to the delivery option it was chosen for, and goes with it."""

from __future__ import annotations

import pytest

from functions.orders.app import app
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, staff
from tests.integration.orders.points.point_shop import (
    HOME,
    HOME_FEE,
    OTHER,
    PICKUP,
    PICKUP_FEE,
    POINT,
    POLAND,
    a_buyer,
    cart_of,
    choose,
    rate,
    zone,
)
from tests.support.http import Client
from tests.support.simulated_couriers import Couriers


def test_an_option_to_a_point_wants_one_and_the_order_keeps_what_its_provider_said() -> None:
    """X45"""
    buyer = a_buyer()
    options = {one["id"]: one["kind"] for one in buyer.client.get(f"{buyer.cart}/delivery_options").json["data"]}
    assert options == {HOME: "home", PICKUP: "pickup_point"}
    cart = choose(buyer, PICKUP).json
    assert (cart["missing"], cart["pickup_point"]) == (["pickup_point"], None)
    assert "choose_pickup_point" in cart["next_steps"]
    early = buyer.place()
    assert (early.status, early.code, early.json["errors"][0]["code"]) == (422, "incomplete", "pickup_point_missing")
    before = buyer.preview()["preview_hash"]
    chosen = buyer.client.put(f"{buyer.cart}/pickup_point", POINT)
    assert chosen.status == 200, chosen.text
    assert (chosen.json["missing"], chosen.json["pickup_point"]["street"]) == ([], "Emilii Plater 53")
    assert chosen.json["pickup_point"]["opening_hours"] == "24/7"
    assert chosen.json["address"]["street"] == "Prosta 7"
    agreed = buyer.preview()["preview_hash"]
    assert agreed != before
    order = buyer.place(agreed).json
    assert (order["pickup_point"]["id"], order["pickup_point"]["name"]) == ("WAW01A", "Paczkomat WAW01A")
    assert (order["address"]["street"], order["address"]["name"]) == ("Prosta 7", "Anna Nowak")
    assert (order["delivery_option"]["kind"], order["totals"]["shipping"]["amount"]) == ("pickup_point", PICKUP_FEE)
    assert staff().get(f"/v1/admin/orders/{order['id']}").json["pickup_point"] == order["pickup_point"]


def test_another_delivery_option_takes_the_point_out_of_cart_and_order() -> None:
    """Case 9, the one way: no trace is left."""
    buyer = a_buyer()
    assert choose(buyer, PICKUP, POINT).json["pickup_point"]["id"] == "WAW01A"
    cart = choose(buyer, HOME).json
    assert (cart["pickup_point"], cart["delivery_option"]["id"], cart["totals"]["shipping"]["amount"]) == (None, HOME, HOME_FEE)
    order = buyer.place().json
    assert (order["pickup_point"], "WAW01A" in str(order)) == (None, False)


def test_the_same_option_again_keeps_the_point_and_coming_back_does_not_bring_it_back() -> None:
    buyer = a_buyer()
    choose(buyer, PICKUP, POINT)
    assert choose(buyer, PICKUP).json["pickup_point"]["id"] == "WAW01A"
    assert choose(buyer, PICKUP, OTHER).json["pickup_point"]["id"] == "WAW02M"
    choose(buyer, HOME)
    cart = choose(buyer, PICKUP).json
    assert (cart["pickup_point"], cart["missing"]) == (None, ["pickup_point"])


def test_a_point_can_be_taken_out_alone() -> None:
    buyer = a_buyer()
    choose(buyer, PICKUP, POINT)
    cart = buyer.client.delete(f"{buyer.cart}/pickup_point").json
    assert (cart["pickup_point"], cart["delivery_option"]["id"], cart["missing"]) == (None, PICKUP, ["pickup_point"])


def test_another_address_of_the_buyer_keeps_the_point() -> None:
    """Case 9, the other way: also an address in another country, with another price to the door."""
    buyer = a_buyer()
    choose(buyer, HOME)
    choose(buyer, PICKUP, POINT)
    for address in (POLAND | {"street": "Nowa 2", "city": "Gdańsk", "postal_code": "80-001"}, ADDRESS):
        cart = buyer.client.put(f"{buyer.cart}/address", address).json
        assert cart["pickup_point"]["id"] == "WAW01A"
        assert (cart["missing"], cart["totals"]["shipping"]["amount"]) == ([], PICKUP_FEE)
    order = buyer.place().json
    assert (order["address"]["street"], order["pickup_point"]["id"]) == (ADDRESS["street"], "WAW01A")


def test_tax_is_that_of_the_place_of_the_point() -> None:
    """X45: the point is the place of delivery. Built in: VAT in mainland China, in the price."""
    buyer = a_buyer(address=ADDRESS)
    choose(buyer, HOME)
    assert cart_of(buyer)["totals"]["tax_included"]["amount"] > 0
    assert choose(buyer, PICKUP, POINT).json["totals"]["tax_included"]["amount"] == 0


@pytest.mark.parametrize(
    ("option", "point", "code", "pointer"),
    [
        (PICKUP, {"provider": "inpost", "id": "NOWHERE1"}, "unknown_pickup_point", "/pickup_point"),
        (PICKUP, {"provider": "inpost", "id": "WAW99N"}, "unknown_pickup_point", "/pickup_point"),
        (PICKUP, {"provider": "inpost", "id": "../../v1/points"}, "unknown_pickup_point", "/pickup_point"),
        (PICKUP, {"provider": "nobody", "id": "WAW01A"}, "unknown_pickup_point", "/pickup_point"),
        (HOME, POINT, "point_not_wanted", "/pickup_point"),
        ("nothing", POINT, "unknown_delivery_option", "/id"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(option: str, point: dict[str, str], code: str, pointer: str) -> None:
    buyer = a_buyer()
    choose(buyer, PICKUP, OTHER)
    answer = choose(buyer, option, point)
    assert (answer.status, answer.json["errors"][0]["code"], answer.json["errors"][0]["pointer"]) == (422, code, pointer), answer.text
    assert cart_of(buyer)["pickup_point"]["id"] == "WAW02M"


def test_a_point_outside_the_zones_with_points_is_refused() -> None:
    """X45: points are offered in mainland China only; this one stands in Poland."""
    for one in staff().get("/v1/admin/shipping_zones").json["data"]:
        rates = [rate(HOME, 1000)] + ([rate(PICKUP, 500, "pickup_point")] if one["id"] == "zone_mainland" else [])
        body = {"name": one["name"], "areas": [{"country": area["country"]} for area in one["areas"]], "rates": rates}
        assert staff().put(f"/v1/admin/shipping_zones/{one['id']}", body).status == 200
    buyer = a_buyer(address=ADDRESS)
    assert choose(buyer, PICKUP).status == 200
    answer = buyer.client.put(f"{buyer.cart}/pickup_point", POINT)
    assert (answer.status, answer.code) == (422, "point_not_served"), answer.text


def test_what_is_too_heavy_for_a_locker_is_refused_at_the_choice_and_at_the_order() -> None:
    """X45: each parcel is measured, not the cart: a piece that is too heavy alone, or more parcels than an order has."""
    assert choose(a_buyer(weight_g=25_001), PICKUP, POINT).code == "too_heavy_for_point"
    assert choose(a_buyer(weight_g=13_000, quantity=51), PICKUP, POINT).code == "too_heavy_for_point"
    buyer = a_buyer(weight_g=13_000, quantity=50)
    assert choose(buyer, PICKUP, POINT).status == 200
    line = cart_of(buyer)["lines"][0]["id"]
    cart = buyer.client.patch(f"{buyer.cart}/lines/{line}", {"quantity": 51}).json
    assert cart["missing"] == ["pickup_point"]
    refused = buyer.place()
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "too_heavy_for_point")


def test_a_point_that_vanished_before_the_order_is_a_409_and_a_moved_one_too(couriers: Couriers) -> None:
    """X45"""
    buyer = a_buyer()
    choose(buyer, PICKUP, POINT)
    for change in ({"gone": True}, {"gone": False, "moved": "Nowa"}):
        couriers.point("WAW01A", **change)
        refused = buyer.place()
        assert (refused.status, refused.code, refused.json["pickup_point"]) == (409, "pickup_point_gone", POINT)
    assert choose(buyer, PICKUP, POINT).json["pickup_point"]["street"] == "Nowa 53"
    assert buyer.place().status == 201


def test_while_the_provider_is_down_nothing_is_chosen_and_what_was_chosen_is_ordered(couriers: Couriers) -> None:
    """X45: 503 with Retry-After, never a 500; and the shop does not close with somebody else's service."""
    buyer = a_buyer()
    choose(buyer, PICKUP, POINT)
    couriers.point("next", down=True)
    for answer in (
        choose(buyer, PICKUP, OTHER),
        buyer.client.put(f"{buyer.cart}/pickup_point", OTHER),
        Client(app).post("/v1/carts", {"address": POLAND, "delivery_option_id": PICKUP, "pickup_point": OTHER}),
    ):
        assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "pickup_points_unavailable", "5")
    assert buyer.place().json["pickup_point"]["id"] == "WAW01A"


def test_a_whole_cart_takes_the_point_and_says_what_it_did_not_take() -> None:
    """X45: read back and sent again it is the same; a point that cannot be is told, with the code of its own call."""
    variant = a_variant(weight_g=500)
    wanted = {"lines": [{"variant_id": variant}], "address": POLAND, "delivery_option_id": PICKUP, "pickup_point": POINT}
    made = Client(app).post("/v1/carts", wanted)
    assert (made.status, made.json["missing"], made.json["refused"]) == (201, [], []), made.text
    assert made.json["pickup_point"]["id"] == "WAW01A"
    client, path = Client(app, {"x-cart-token": made.json["token"]}), f"/v1/carts/{made.json['id']}"
    again = client.put(path, wanted).json
    assert (again["version"], again["preview_hash"]) == (made.json["version"], made.json["preview_hash"])
    elsewhere = client.put(path, wanted | {"pickup_point": OTHER}).json
    assert elsewhere["preview_hash"] != again["preview_hash"]
    abroad = client.put(path, wanted | {"address": ADDRESS}).json
    assert (abroad["missing"], abroad["refused"], abroad["pickup_point"]["id"]) == ([], [], "WAW01A")
    for changes, code, left in (
        ({"pickup_point": {"provider": "inpost", "id": "NONE000"}}, "unknown_pickup_point", ["pickup_point"]),
        ({"delivery_option_id": HOME}, "point_not_wanted", []),
        ({"delivery_option_id": None}, "delivery_option_missing", ["delivery_option"]),
    ):
        body = {name: value for name, value in (wanted | changes).items() if value is not None}
        told = client.put(path, body).json
        assert ([one["code"] for one in told["refused"]], told["missing"], told["pickup_point"]) == ([code], left, None)
    home = client.put(path, {name: value for name, value in wanted.items() if name != "pickup_point"} | {"delivery_option_id": HOME}).json
    assert (home["pickup_point"], home["refused"], home["missing"]) == (None, [], [])


def test_a_point_without_address_or_option_has_to_wait() -> None:
    buyer = a_guest()
    buyer.add(a_variant())
    assert buyer.client.put(f"{buyer.cart}/pickup_point", POINT).code == "address_missing"
    buyer.client.put(f"{buyer.cart}/address", POLAND)
    assert buyer.client.put(f"{buyer.cart}/pickup_point", POINT).code == "delivery_option_missing"


def test_cash_is_taken_where_the_point_takes_it() -> None:
    """X45: WAW01A has a terminal, WAW02M has none."""
    variant = a_variant(weight_g=500)
    wanted = {"lines": [{"variant_id": variant}], "address": POLAND, "delivery_option_id": PICKUP, "pickup_point": POINT}
    for point, taken in ((POINT, True), (OTHER, False)):
        made = Client(app).post("/v1/carts", wanted | {"pickup_point": point})
        assert ("cash_on_delivery" in [one["method"] for one in made.json["payment_methods"]]) is taken


def test_zones_say_which_rates_go_to_points_and_an_id_has_one_kind() -> None:
    """X45: a carrier that goes to no points can have no such rate."""
    area = [{"country": "CZ"}]
    told = zone(area, [rate("locker", 100, "home")])
    assert (told.status, told.json["errors"][0]["code"]) == (422, "kind_contradicts")
    told = zone(area, [rate("box", 100, "pickup_point", carrier="easypost")])
    assert (told.status, told.json["errors"][0]["code"]) == (422, "carrier_without_points")
    assert zone(area, [rate("box", 100, "elsewhere")]).status == 422
    made = zone(area, [rate("locker", 100, "pickup_point", carrier="manual")])
    assert [one["kind"] for one in made.json["rates"]] == ["pickup_point"]


def test_a_parcel_that_is_too_large_for_a_locker_is_refused_at_the_choice_and_at_the_order() -> None:
    """X45: WAW01A takes 640 × 410 × 380 mm; a piece may be turned; many go in several parcels, of which an order has fifty."""
    assert choose(a_buyer(size_mm=(100, 100, 641)), PICKUP, POINT).code == "too_large_for_point"
    assert choose(a_buyer(size_mm=(381, 100, 411)), PICKUP, POINT).status == 200
    assert choose(a_buyer(size_mm=(411, 411, 10)), PICKUP, POINT).code == "too_large_for_point"
    buyer = a_buyer(size_mm=(640, 410, 200), quantity=50)
    assert choose(buyer, PICKUP, POINT).status == 200
    line = cart_of(buyer)["lines"][0]["id"]
    cart = buyer.client.patch(f"{buyer.cart}/lines/{line}", {"quantity": 51}).json
    assert cart["missing"] == ["pickup_point"]
    refused = buyer.place()
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "too_large_for_point")


def test_a_size_that_staff_set_later_counts_from_then_on_and_an_unknown_one_never() -> None:
    """X45: a piece of unknown size is not held against the parcel."""
    buyer = a_guest()
    plain, known = a_variant(weight_g=10), a_variant(weight_g=10, size_mm=(640, 410, 380))
    for variant in (plain, known):
        assert buyer.add(variant, 1).status == 201
    buyer.client.put(f"{buyer.cart}/address", POLAND)
    assert choose(buyer, PICKUP, POINT).status == 200
    a_variant(weight_g=10, size_mm=(10, 10, 641), variant_id=plain)
    assert (cart_of(buyer)["missing"], buyer.place().json["errors"][0]["code"]) == (["pickup_point"], "too_large_for_point")
