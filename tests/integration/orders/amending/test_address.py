"""D09, case 20 (a): another address; buyers before anything is planned, staff before anything has left."""

from __future__ import annotations

from typing import Any

from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrdersTable
from functions.orders.store.repository import get_order
from tests.integration.orders.amending.amended import amend, an_order_of, at, errors_of, preview, read, said, sound, total
from tests.integration.orders.buyer import ADDRESS, a_variant, staff
from tests.integration.orders.money_moves import told, took
from tests.support.events import events_in

ABROAD = {"country": "JP", "province": "東京都", "city": "千代田区", "district": "", "street": "千代田 1-1", "postal_code": "100-0001"}


def campaign_over(order: Any) -> None:
    """Since it was placed the goods have become dearer, and delivery too."""
    zones = staff().get("/v1/admin/shipping_zones").json["data"]
    for zone in zones:
        rates = [rate | {"first_fee": 99_00} for rate in zone["rates"]]
        body = {name: zone[name] for name in ("name", "areas")} | {"rates": rates}
        assert staff().put(f"/v1/admin/shipping_zones/{zone['id']}", body).status == 200


def test_a_new_street_costs_nothing_whatever_prices_are_now() -> None:
    variant = a_variant(price=1000)
    order, guest = an_order_of((variant, 2))
    a_variant(price=6000, variant_id=variant)
    campaign_over(order)
    wish = at(street="文三路 2 号 🏠 4 楼", name="李雷 🎉")
    shown = preview(order, guest, **wish)
    assert (shown.status, shown.json["difference"]["amount"], shown.json["delivery_options"]) == (200, 0, []), shown.text
    after = amend(order, guest, **wish)
    assert (after.status, after.json["address"]["street"], after.json["address"]["name"]) == (200, "文三路 2 号 🏠 4 楼", "李雷 🎉")
    assert (total(after.json), after.json["payment_status"], sound(order)) == (total(order), "paid", True)
    (amended,) = said(order, "order.amended")
    assert (amended.data["address_changed"], amended.data["give_back"], amended.data["lines"]) == (True, 0, [])
    assert "文三路" not in str(amended.data)
    assert amend(order, guest, **wish).json["version"] == after.json["version"], "nothing changes"


def test_another_zone_has_its_fee_of_today_and_its_taxes() -> None:
    """The buyer says what they agree to; unpaid, the order is paid at the new total."""
    order, guest = an_order_of((a_variant(price=1000), 2), pay=False)
    refused = amend(order, guest, **at(**ABROAD))
    assert (refused.status, refused.code, refused.json["preview"]["difference"]["amount"]) == (409, "preview_changed", 11_000)
    shown = refused.json["preview"]
    assert [one["fee"]["amount"] for one in shown["delivery_options"]] == [12_000]
    assert (shown["before"]["tax_included"]["amount"] > 0, shown["after"]["tax_included"]["amount"]) == (True, 0)
    after = amend(order, guest, **at(**ABROAD), preview_hash=shown["preview_hash"])
    assert (after.status, total(after.json) - total(order), after.json["delivery_option"]["fee"]["amount"]) == (200, 11_000, 12_000)
    home = amend(order, **at())
    assert (total(home.json), home.json["totals"]["tax_included"]) == (total(order), order["totals"]["tax_included"])
    told(took(order, "pay_1", total(order)))
    assert sound(order)


def test_a_paid_order_that_goes_farther_waits_for_the_fee() -> None:
    order, _ = an_order_of((a_variant(price=1000), 2))
    after = amend(order, **at(**ABROAD)).json
    assert (after["amendments"][0]["due"]["amount"], after["payment_status"]) == (11_000, "partially_paid")
    told(took(order, "pay_2", 11_000))
    assert (read(order)["address"]["country"], read(order)["payment_status"], sound(order)) == ("JP", "paid", True)
    assert amend(order, **at()).json["amendments"][1]["give_back"]["amount"] == 11_000
    assert sound(order)


def test_staff_find_it_by_its_new_telephone_number_and_address() -> None:
    order, guest = an_order_of((a_variant(), 1), pay=False)
    assert errors_of(amend(order, guest, **at(email="other@example.com"))) == [("/address/email", "email_stays")]
    assert amend(order, **at(email="other@example.com", phone="+8613911112222"), reason="By telephone.").status == 200
    for query in ("phone=%2B8613911112222", "email=other%40example.com"):
        found = staff().get(f"/v1/admin/orders?{query}").json["data"]
        assert [one["id"] for one in found] == [order["id"]], query
    assert staff().get("/v1/admin/orders?phone=%2B8613800000000").json["data"] == []
    address = {name: value for name, value in ADDRESS.items() if name != "email"}
    assert amend(order, address=address).json["address"]["email"] == "other@example.com"
    assert order_of(get_order(order["id"])).revision == 2
    assert len(events_in(OrdersTable, "order.amended")) == 2


def test_where_nobody_delivers_and_what_is_not_offered() -> None:
    order, _ = an_order_of((a_variant(), 1), pay=False)
    assert errors_of(amend(order, delivery_option_id="rocket")) == [("/delivery_option_id", "unknown_delivery_option")]
    assert staff().delete("/v1/admin/shipping_zones/zone_world").status == 204
    refused = preview(order, **at(**ABROAD))
    assert (refused.status, errors_of(refused)) == (422, [("/address", "address_not_covered")])
