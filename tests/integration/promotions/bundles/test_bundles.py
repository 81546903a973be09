"""A15: bundles: how many there are, what they cost, and that an order takes every part or none."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.checkout import place_order
from functions.promotions.app import app
from functions.promotions.store import live_rules
from functions.shared.outside import clock
from functions.stock.app import app as stock_app
from tests.integration.catalog import support as catalogue
from tests.integration.orders.buyer import Buyer, a_guest, a_variant, counted, stock_of
from tests.integration.promotions.bundles.shelf import TOGETHER, a_bundle, book_and_pen, variant_of
from tests.integration.promotions.shop import NOON, a_campaign, staff
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between


def shown(path: str = "") -> Answer:
    return Client(app, {"accept-language": "en"}).get(f"/v1/bundles{path}")


def bundled(bundle_id: str, quantity: int = 1, buyer: Buyer | None = None) -> tuple[Buyer, Answer]:
    buyer = buyer or a_guest()
    return buyer, buyer.client.post(f"{buyer.cart}/bundles", {"bundle_id": bundle_id, "quantity": quantity})


def test_a_bundle_shows_its_parts_their_shares_and_as_many_sets_as_its_rarest_part() -> None:
    """A15: availability is the minimum over components, whatever is bought, and 0 once a part is off sale or archived."""
    with clock.frozen(NOON):
        book, pen = book_and_pen()
        one = a_bundle((variant_of(book), 1), (variant_of(pen), 3), price=6000)
        found = shown(f"/{one}").json
        assert (found["name"], found["available"], found["price"]["amount"], found["saved"]["amount"]) == ("Set", 33, 6000, 900)
        assert [part["share"]["amount"] for part in found["parts"]] == [2087, 3913]
        catalogue.stocked(variant_of(book), -98)
        assert shown(f"/{one}").json["available"] == 2
        assert [row["id"] for row in shown(f"?variant_id={variant_of(pen)}").json["data"]] == [one]
        assert shown("?variant_id=var_other").json == {"data": [], "next_cursor": None}
        catalogue.made(catalogue.staff().post(f"/v1/admin/products/{pen['id']}/archive"))
        assert shown(f"/{one}").json["available"] == 0
        _, refused = bundled(one)
        assert (refused.status, refused.json["code"]) == (409, "unpublished")
        assert shown("/prm_01JD0000000000000000000000").status == 404


def test_what_is_never_offered_is_taken_off_once() -> None:
    """A15, C03: of 5 pieces 2 are kept back: three sets are shown, and sold."""
    with clock.frozen(NOON):
        book, pen = a_variant(stock=5, price=2400), a_variant(stock=9, price=1500)
        kept = Client(stock_app, bearer("owner")).put(f"/v1/admin/stock/{book}/safety", {"safety_stock": 2})
        assert kept.status == 200, kept.text
        one = a_bundle((book, 1), (pen, 1))
        assert shown(f"/{one}").json["available"] == 3
        buyer, put = bundled(one, 3)
        assert put.status == 200, put.text
        assert buyer.ready().place().status == 201


def test_two_tax_rates_at_one_price() -> None:
    """Case 11: 30.00 for 24.00 (7 %) and 15.00 (19 %): 18.46 and 11.54 with 1.21 and 1.84 inside, on the cart, preview and order."""
    with clock.frozen(NOON):
        book, pen = book_and_pen()
        buyer, put = bundled(a_bundle((variant_of(book), 1), (variant_of(pen), 1)))
        assert put.status == 200, put.text
        assert [line["quantity"] for line in put.json["lines"]] == [1, 1]
        preview = buyer.ready().preview()
        assert [(tax["rate"], tax["amount"]["amount"]) for tax in preview["totals"]["taxes"]] == [("0.07", 121), ("0.19", 184)]
        with counted() as calls:
            placed = buyer.place()
        assert calls.total() <= 5, calls
        order = placed.json
        assert [line["total"]["amount"] for line in order["lines"]] == [1846, 1154]
        assert (order["totals"]["subtotal"]["amount"], order["totals"]["discount"]["amount"]) == (3900, 900)
        assert [(tax["rate"], tax["amount"]["amount"]) for tax in order["totals"]["taxes"]] == [("0.07", 121), ("0.19", 184)]
        (bought,) = order["bundles"]
        assert (bought["saved"]["amount"], bought["whole_only"]) == (900, False)
        assert bought["pieces"] == {line["id"]: 1 for line in order["lines"]}
        assert [stock_of(variant_of(one)) for one in (book, pen)] == [(99, 1), (99, 1)]


def test_an_order_reserves_every_part_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A15: the last pen goes between the look and the write; the book stays on sale."""
    with clock.frozen(NOON):
        book, pen = a_variant(stock=5, price=2400), a_variant(stock=1, price=1500)
        buyer, _ = bundled(a_bundle((book, 1), (pen, 1)))
        buyer.ready()
        other = a_guest()
        other.add(pen)
        other.ready()
        in_between(monkeypatch, place_order, "promoted_state", lambda: other.place())
        refused = buyer.place()
        assert (refused.status, refused.json["code"], refused.json["variant_ids"]) == (409, "out_of_stock", [pen])
        assert (stock_of(book), stock_of(pen)) == ((5, 0), (0, 1))


def test_parts_that_are_taken_out_lose_the_price_and_more_sets_bring_it_again() -> None:
    """A15"""
    with clock.frozen(NOON):
        book, pen = a_variant(price=2400), a_variant(price=1500)
        bundle = a_bundle((book, 1), (pen, 1))
        buyer, put = bundled(bundle, 2)
        assert put.json["totals"]["total"]["amount"] == 2 * TOGETHER
        line = put.json["lines"][1]["id"]
        less = buyer.client.call("PATCH", f"{buyer.cart}/lines/{line}", {"quantity": 1}, {}).json
        assert less["totals"]["total"]["amount"] == TOGETHER + 2400
        assert bundled(bundle, buyer=buyer)[1].json["totals"]["total"]["amount"] == 2 * TOGETHER + 2400
        gone = buyer.client.delete(f"{buyer.cart}/lines/{line}").json
        assert gone["totals"]["discount"]["amount"] == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (
            {"components": [{"variant_id": "var_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"}, {"variant_id": "var_01JD5Z6N7W8X9Y0Z1A2B3C4D5F"}]},
            "unknown_variant",
        ),
        ({"components": []}, "missing"),
        ({"components": [{"variant_id": "OWN"}, {"variant_id": "BUNDLE"}]}, "no_variant"),
        ({"components": [{"variant_id": "OWN", "quantity": 0}]}, "invalid"),
        ({"components": [{"variant_id": "OWN", "quantity": 100}]}, "invalid"),
        ({"components": [{"variant_id": "OWN"}] * 21}, "invalid"),
        ({"amount": None, "components": [{"variant_id": "OWN", "quantity": 2}]}, "missing"),
    ],
)
def test_a_bundle_that_makes_no_sense_is_refused(fields: dict[str, Any], code: str) -> None:
    """A15: also one in itself, or in another."""
    with clock.frozen(NOON):
        own, campaign = a_variant(), a_campaign()
        bundle = a_bundle((own, 2), price=100)
        known = {"OWN": own, "BUNDLE": bundle}
        rows = [row | {"variant_id": known.get(row["variant_id"], row["variant_id"])} for row in fields["components"]]
        rule = {"name": {"en": "Set"}, "kind": "combination", "currency": "CNY", "amount": 100} | fields | {"components": rows}
        answer = staff().post(f"/v1/admin/campaigns/{campaign['id']}/promotions", rule)
        assert (answer.status, answer.json["code"]) == (422, code)


@pytest.mark.parametrize(
    ("body", "status"), [({"bundle_id": "🎁"}, 404), ({"bundle_id": "prm_x", "quantity": 0}, 422), ({"quantity": 1}, 422)]
)
def test_bad_input_puts_nothing_into_the_cart(body: dict[str, Any], status: int) -> None:
    """A15"""
    buyer = a_guest()
    assert buyer.client.post(f"{buyer.cart}/bundles", body).status == status
    assert buyer.client.get(buyer.cart).json["lines"] == []


def test_bundles_are_listed_while_they_run_page_by_page() -> None:
    """A15: before its campaign and at its last second a bundle is nobody's; those for some buyers only are in no list."""
    with clock.frozen(NOON):
        book, pen = a_variant(price=2400), a_variant(price=1500)
        ids = sorted(a_bundle((book, 1), (pen, n)) for n in (1, 2, 3))
        a_bundle((book, 1), (pen, 1), audience={"members_only": True})
        live_rules.forget()
        first = shown("?limit=2").json
        rest = shown(f"?limit=2&cursor={first['next_cursor']}").json
        assert [row["id"] for row in first["data"] + rest["data"]] == ids
        assert rest["next_cursor"] is None
        assert shown("?cursor=x").status == 400
    with clock.frozen(NOON.replace(hour=6)):
        live_rules.forget()
        assert shown().json["data"] == []
        assert shown(f"/{ids[0]}").status == 404


def test_bundles_are_found_by_words_of_their_name_and_of_their_parts() -> None:
    """A15: in any language, plural or not, page by page; what is for some only is found by nobody, and signs alone find nothing."""
    with clock.frozen(NOON):

        def part(name: str, **more: Any) -> dict[str, Any]:
            return catalogue.published(title={"en": name}, variants=[{"sku": name, "price": catalogue.cny(2000)}], **more)

        book, pen, secret = part("notebook"), part("pencil"), part("zephyrine", visible_to=["trade"])
        one = a_bundle((variant_of(book), 1), (variant_of(pen), 1), name={"zh": "文具套装", "en": "Writing set"})
        other = a_bundle((variant_of(pen), 3))
        a_bundle((variant_of(pen), 1), (variant_of(secret), 1), name={"en": "Writing secrets"})
        live_rules.forget()

        def found(q: str, rest: str = "") -> list[str]:
            return [row["id"] for row in shown(f"?q={q}{rest}").json["data"]]

        assert found("notebooks") == found("writing") == found("%E5%A5%97%E8%A3%85%20pencil%20writing") == [one]
        assert found("pencil") == sorted([one, other])
        first = shown("?q=pencil&limit=1").json
        assert found("pencil", f"&limit=1&cursor={first['next_cursor']}") == [sorted([one, other])[1]]
        assert shown(f"?q=book&cursor={first['next_cursor']}").status == 400
        assert found("zephyrine") == found("secrets") == found("%F0%9F%98%80") == found("%21%21") == found("nothing%20pencil") == []
        assert found("pencil", f"&variant_id={variant_of(book)}") == [one]
        assert shown(f"?q={'x' * 201}").status == 422
