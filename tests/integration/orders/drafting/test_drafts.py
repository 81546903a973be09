"""X16: staff prepare orders: another price with its reason, a link to pay, stock that stays set aside from the draft to the parcel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.customers.app import app as customers
from functions.orders.app import run_timers
from functions.orders.drafting import end_draft, make_draft, place_draft
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.outside import clock
from functions.stock.store.records import StockTable
from tests.integration.orders.amending.amended import amend, errors_of, less, read, said, sound, total
from tests.integration.orders.buyer import ADDRESS, a_variant, an_order, staff, stock_of
from tests.integration.orders.money_moves import told, took
from tests.integration.orders.placed.test_extend_and_claim import a_known_customer
from tests.support.events import events_in, sqs
from tests.support.http import Answer, Client
from tests.support.races import in_between

DRAFTS = "/v1/admin/draft_orders"
Patch = pytest.MonkeyPatch


def cny(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "CNY"}


def drafted(*lines: dict[str, Any], role: str = "support", **more: Any) -> Answer:
    return staff(role).post(DRAFTS, {"address": ADDRESS, "lines": list(lines)} | more)


def a_draft(*lines: dict[str, Any], **more: Any) -> Any:
    answer = drafted(*lines, **more)
    assert answer.status == 201, answer.text
    return answer.json


def ring(draft: Any) -> None:
    due = {"pk": order_pk(draft["id"]), "sk": "TIMER#draft", "due_at": "2025-01-01T00:00:00.000Z"}
    assert run_timers(sqs([due]), None) == {"batchItemFailures": []}


def step(draft: Any, name: str, body: Any = None, **headers: str) -> Answer:
    return staff("support").post(f"{DRAFTS}/{draft['id']}/{name}", body or {}, **headers)


def test_from_the_draft_to_the_paid_order() -> None:
    """The price of the day, or as staff say; reserved once; the link opens the page on which it is paid."""
    a, b = a_variant(stock=5, price=5000), a_variant(stock=5, price=3000)
    draft = a_draft(
        {"variant_id": a, "quantity": 2, "price": cny(4000), "price_reason": "Display piece."}, {"variant_id": b, "quantity": 1}
    )
    assert (draft["totals"]["subtotal"]["amount"], draft["totals"]["tax_included"]["amount"] > 0) == (11_000, True)
    override = draft["lines"][0]["price_override"]
    assert (override["was"]["amount"], override["reason"]) == (5000, "Display piece.")
    assert draft["lines"][1]["price_override"] is None
    assert (stock_of(a), stock_of(b)) == ((3, 2), (4, 1))
    (event,) = events_in(OrdersTable, "order.drafted")
    assert (event.actor.kind, event.data["overrides"][0]["reason"], event.data["overrides"][0]["price"]) == (
        "staff",
        "Display piece.",
        4000,
    )
    assert "文三路" not in str(event.data)
    placed = step(draft, "place", {"pay_hours": 48})
    assert placed.status == 201, placed.text
    order = placed.json["order"]
    assert (order["id"], order["status"], order["channel"], total(order)) == (
        draft["id"], "pending_payment", "staff", draft["totals"]["total"]["amount"],
    )  # fmt: skip
    assert order["lines"][0]["price_override"]["was"]["amount"] == 5000
    assert (stock_of(a), stock_of(b)) == ((3, 2), (4, 1))
    page = Client(staff().app).get("/o/" + placed.json["payment_link"].rsplit("/", 1)[1])
    assert (page.status, order["number"] in page.text) == (200, True)
    assert len(said(order, "order.placed")) == 1
    told(took(order, "pay_1", total(order)))
    assert (read(order)["status"], stock_of(a), stock_of(b), sound(order)) == ("paid", (3, 0), (4, 0), True)
    assert staff().get(f"{DRAFTS}/{draft['id']}").json["state"] == "placed"
    assert amend(order, **less(order, 1)).json["lines"][0]["total"]["amount"] == 4000


def test_a_draft_for_nothing_is_paid_when_it_is_placed() -> None:
    variant = a_variant(stock=5, price=9900)
    zone = staff().get("/v1/admin/shipping_zones").json["data"][0]
    free = [rate | {"first_fee": 0} for rate in zone["rates"]]
    assert staff().put(f"/v1/admin/shipping_zones/{zone['id']}", {"name": "free", "areas": zone["areas"], "rates": free}).status == 200
    draft = a_draft({"variant_id": variant, "quantity": 2, "price": cny(0), "price_reason": "Sent again."}, role="manager")
    assert (stock_of(variant), draft["totals"]["total"]["amount"]) == ((3, 2), 0)
    placed = step(draft, "place").json["order"]
    assert (placed["status"], stock_of(variant), sound(placed)) == ("paid", (3, 0), True)


def test_not_placed_in_time_it_expires_once() -> None:
    variant = a_variant(stock=5)
    draft = a_draft({"variant_id": variant, "quantity": 2}, keep_hours=1)
    ring(draft)
    assert stock_of(variant) == (3, 2), "not before its time"
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert step(draft, "place").code == "draft_ended"
        for _ in range(3):
            ring(draft)
        assert staff().get(f"{DRAFTS}/{draft['id']}").json["state"] == "expired"
        assert step(draft, "cancel").code == "draft_ended"
    assert (stock_of(variant), staff().get(DRAFTS).json["data"]) == ((5, 0), [])
    assert [one.data["outcome"] for one in events_in(OrdersTable, "order.draft_ended")] == ["expired"]
    assert sum(1 for _ in StockTable.scan(StockTable.kind == "journal")) == 2


def test_changed_cancelled_listed() -> None:
    """Pieces that it has stay; a change is made under its version."""
    a, b = a_variant(stock=3), a_variant(stock=3)
    draft = a_draft({"variant_id": a, "quantity": 3})
    body = {"address": ADDRESS, "lines": [{"variant_id": a, "quantity": 2}, {"variant_id": b, "quantity": 1}]}
    assert staff().put(f"{DRAFTS}/{draft['id']}", body, if_match='"9"').code == "version_conflict"
    changed = staff().put(f"{DRAFTS}/{draft['id']}", body, if_match=f'"{draft["version"]}"')
    assert (changed.status, stock_of(a), stock_of(b)) == (200, (1, 2), (2, 1)), changed.text
    body["lines"] = [{"variant_id": a, "quantity": 4}]
    assert staff().put(f"{DRAFTS}/{draft['id']}", body).code == "out_of_stock"
    assert [one["id"] for one in staff().get(DRAFTS).json["data"]] == [draft["id"]]
    answers = [step(draft, "cancel") for _ in range(2)]
    assert ([one.status for one in answers], stock_of(a), stock_of(b)) == ([200, 409], (3, 0), (3, 0))
    assert staff().put(f"{DRAFTS}/{draft['id']}", body).code == "draft_ended"
    assert step(draft, "place").code == "draft_ended"


def test_the_order_of_a_draft_that_nobody_pays_ends_as_any() -> None:
    variant = a_variant(stock=5)
    order = step(a_draft({"variant_id": variant, "quantity": 2}), "place", {"pay_hours": 1}).json["order"]
    due = {"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": "2025-01-01T00:00:00.000Z"}
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        run_timers(sqs([due]), None)
        assert (read(order)["status"], stock_of(variant), sound(order)) == ("cancelled", (5, 0), True)


def test_for_a_customer_who_finds_it_among_theirs() -> None:
    who = a_known_customer("ada@example.com")
    me = Client(customers, who).get("/v1/me").json["id"]
    without = {name: value for name, value in ADDRESS.items() if name != "email"}
    draft = a_draft({"variant_id": a_variant(), "quantity": 1}, customer_id=me, address=without)
    assert draft["address"]["email"] == "ada@example.com"
    order = step(draft, "place").json["order"]
    mine = Client(staff().app, who)
    assert [one["id"] for one in mine.get("/v1/orders").json["data"]] == [order["id"]]
    assert "price_override" not in mine.get(f"/v1/orders/{order['id']}").text
    assert errors_of(drafted({"variant_id": a_variant(), "quantity": 1}, customer_id="cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E")) == [
        ("/customer_id", "unknown_customer")
    ]


@pytest.mark.parametrize(
    ("line", "pointer", "code"),
    [
        ({"price": cny(1)}, "/lines/0/price_reason", "price_reason_missing"),
        ({"price": cny(1), "price_reason": "  "}, "/lines/0/price_reason", "price_reason_missing"),
        ({"price": cny(-1), "price_reason": "x"}, "/lines/0/price", "negative_price"),
        ({"price_reason": "x"}, "/lines/0/price", "price_missing"),
        ({"price": {"amount": 1, "currency": "EUR"}, "price_reason": "x"}, "/lines/0/price/currency", "currency_mismatch"),
        ({"quantity": 0}, "/lines/0/quantity", "greater_than_equal"),
        ({"quantity": True}, "/lines/0/quantity", "int_type"),
        ({"unit_price": 1}, "/lines/0/unit_price", "extra_forbidden"),
    ],
)
def test_lines_that_are_refused(line: dict[str, Any], pointer: str, code: str) -> None:
    variant = a_variant(stock=5)
    answer = drafted({"variant_id": variant, "quantity": 1} | line)
    assert (answer.status, errors_of(answer), stock_of(variant)) == (422, [(pointer, code)], (5, 0))


def test_how_much_a_role_takes_off() -> None:
    """20 % of support, all of it of managers and owners, as set; what a manager agreed to stays in the draft that others change."""
    variant = a_variant(stock=9, price=999)

    def at(price: int, quantity: int = 2) -> dict[str, Any]:
        return {"variant_id": variant, "quantity": quantity, "price": cny(price), "price_reason": "Agreed."}

    refused = drafted(at(799))
    assert (refused.status, errors_of(refused), stock_of(variant)) == (422, [("/lines/0/price/amount", "price_limit_exceeded")], (9, 0))
    draft = a_draft(at(800))
    assert drafted(at(5000, 1), role="support").status == 201, "more than the catalogue's takes nothing off"
    changed = staff("manager").put(f"{DRAFTS}/{draft['id']}", {"address": ADDRESS, "lines": [at(0)]})
    assert changed.json["lines"][0]["unit_price"]["amount"] == 0
    body = {"address": ADDRESS, "note": "Bell 3", "lines": [at(0, 1)]}
    assert staff("support").put(f"{DRAFTS}/{draft['id']}", body).json["note"] == "Bell 3"
    for other in (at(1), at(0, 2), at(0) | {"price_reason": "😀"}):
        assert staff("support").put(f"{DRAFTS}/{draft['id']}", body | {"lines": [other]}).code == "price_limit_exceeded"
    held = staff().get("/v1/admin/checkout_settings").json
    assert held["price_limits"] == {"support": 2000, "manager": 10_000}
    kept = {name: value for name, value in held.items() if name != "version"}
    put = staff().put("/v1/admin/checkout_settings", kept | {"price_limits": {"owner": 1, "support": 10_000}})
    assert (put.status, drafted(at(0)).status, drafted(at(998), role="owner").code) == (200, 201, "price_limit_exceeded")
    assert drafted(at(998), role="manager").code == "price_limit_exceeded"
    for bad in ({"support": 10_001}, {"support": -1}, {"finance": 1}, {"support": "1"}):
        assert staff().put("/v1/admin/checkout_settings", kept | {"price_limits": bad}).status == 422


def test_other_refusals_and_roles() -> None:
    variant = a_variant(stock=2)
    line = {"variant_id": variant, "quantity": 1}
    nobody = {name: value for name, value in ADDRESS.items() if name != "email"}
    assert errors_of(drafted(line, address=nobody)) == [("/address/email", "email_missing")]
    assert drafted(line, line).status == 422
    assert drafted(line | {"quantity": 3}).code == "out_of_stock"
    assert drafted({"variant_id": a_variant(published=False), "quantity": 1}).code == "unpublished"
    assert drafted(line, lines=[line] * 500).status == 422
    assert errors_of(drafted(line, delivery_option_id="rocket")) == [("/delivery_option_id", "unknown_delivery_option")]
    assert drafted(line, role="finance").status == 403
    assert Client(staff().app).post(DRAFTS, {"address": ADDRESS, "lines": [line]}).status == 401
    assert staff("finance").get(DRAFTS).status == 200
    order, guest = an_order(a_variant())
    assert guest.get(f"{DRAFTS}/{order['id']}").status == 401
    assert staff().get(f"{DRAFTS}/{order['id']}").status == 404
    assert stock_of(variant) == (2, 0)


def test_placed_while_it_expires(monkeypatch: Patch) -> None:
    variant = a_variant(stock=5)
    draft = a_draft({"variant_id": variant, "quantity": 2}, keep_hours=1)
    with clock.frozen(clock.now() + timedelta(minutes=60, seconds=-1)):
        late = clock.frozen(clock.now() + timedelta(seconds=2))

        def place() -> None:
            assert step(draft, "place").status == 201

        in_between(monkeypatch, end_draft, "known_draft", place)
        with late:
            # The look came first, and its time is over now: the order stands.
            monkeypatch.setattr(make_draft, "check_open", lambda _: None)
            monkeypatch.setattr(place_draft, "check_open", lambda _: None)
            ring(draft)
    assert (read(draft)["status"], stock_of(variant)) == ("pending_payment", (3, 2))
    assert events_in(OrdersTable, "order.draft_ended") == []


def test_two_who_place_it_at_once(monkeypatch: Patch) -> None:
    draft = a_draft({"variant_id": a_variant(stock=5), "quantity": 2})
    in_between(monkeypatch, place_draft, "known_draft", lambda: step(draft, "place"))
    assert step(draft, "place").code == "already_placed"
    assert len(events_in(OrdersTable, "order.placed")) == 1


def test_the_number_of_a_placed_draft_is_drawn_again(monkeypatch: Patch) -> None:
    order, _ = an_order(a_variant())
    numbers = iter([order["number"], "26112600000042"])
    monkeypatch.setattr(place_draft, "draw", lambda *_: next(numbers))
    placed = step(a_draft({"variant_id": a_variant(), "quantity": 1}), "place")
    assert placed.json["order"]["number"] == "26112600000042"
