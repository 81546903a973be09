"""R01: links that are not theirs, money that goes back by another way meanwhile, and the same pieces said again in other words."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app as orders
from functions.orders.model.order_link import OrderLink, sign
from functions.orders.store.order_links import link_to
from functions.orders.store.repository import get_order
from functions.payments.app import app as payments
from functions.shared.outside import clock
from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.withdrawing.stating import A, B, cases_of, first, germany, second, to_germany, withdrawn
from tests.support.http import Answer, Client
from tests.support.identity import bearer

PAGE = Client(orders)
FORM = {"content-type": "application/x-www-form-urlencoded"}


def link_of(order: Sold) -> str:
    return link_to(get_order(order.id)).rpartition("/o/")[2]


def press(signed: str, **fields: str) -> Answer:
    raw = "&".join(f"{name}={text}" for name, text in {"lang": "en", **fields}.items())
    return PAGE.call("POST", f"/o/{signed}/withdrawal", raw.encode(), FORM)


def statement_of(page: Answer) -> str:
    return re.search(r'name="confirm" value="([^"]+)"', page.text)[1]  # type: ignore[index]


def forged(order: Sold) -> list[str]:
    own = link_of(order)
    today = clock.now().date()
    link = OrderLink(order.id, 0, today)
    return [
        own[:-1] + ("a" if own[-1] != "a" else "b"), own[:-1], own + "0", own[::-1], "x", "..", "withdrawal",
        sign(link, "another key"), sign(link, ""),
    ]  # fmt: skip


def test_what_is_no_link_of_ours_opens_nothing(sold: Sold) -> None:
    germany()
    order = to_germany(sold, (4000, 1))
    step = press(link_of(order))
    assert step.status == 200
    for signed in forged(order):
        assert press(signed).status in (404, 422), signed
        tried = press(signed, confirm=statement_of(step), **{f"pieces.{order.order['lines'][A]['id']}": "1"})
        assert tried.status in (404, 422), signed
    assert cases_of(order) == []


def test_a_link_that_is_over_or_was_ended_states_nothing(sold: Sold) -> None:
    germany()
    order = to_germany(sold, (4000, 1))
    signed, pieces = link_of(order), {f"pieces.{order.order['lines'][A]['id']}": "1"}
    confirm = statement_of(press(signed))
    with clock.frozen(clock.now() + timedelta(days=4000)):
        assert press(signed, confirm=confirm, **pieces).status == 404
    ended = Client(orders, bearer("owner")).post(f"/v1/admin/orders/{order.id}/links/revoke", {})
    assert ended.status in (200, 201, 204), ended.text
    assert press(signed, confirm=confirm, **pieces).status == 404
    assert cases_of(order) == []


def test_lines_and_statements_of_another_order_are_nothing_here(sold: Sold) -> None:
    germany()
    mine, other = to_germany(sold, (4000, 1)), to_germany(sold, (3000, 1), (1000, 1))
    theirs = {f"pieces.{other.order['lines'][A]['id']}": "1"}
    confirm = statement_of(press(link_of(other)))
    assert press(link_of(mine), confirm=confirm, **theirs).status == 422
    step = first(other)
    token = mine.buyer.post(f"/v1/orders/{mine.id}/withdrawal", {"confirm_token": step.json["confirm_token"]})
    assert (token.status, token.code) == (422, "unknown_confirm_token")
    seen = mine.buyer.post(f"/v1/orders/{other.id}/withdrawal", {})
    assert seen.status == 404
    assert (cases_of(mine), cases_of(other)) == ([], [])
    assert press(link_of(other), confirm=confirm, **theirs).status == 200
    own = press(link_of(mine), confirm=confirm, **{f"pieces.{mine.order['lines'][A]['id']}": "1"})
    assert (own.status, len(cases_of(mine)), len(cases_of(other))) == (200, 1, 1), "each order has its own"


def by_hand(order: Sold, **body: Any) -> Answer:
    return Client(payments, bearer("owner")).post(f"/v1/admin/orders/{order.id}/refunds", {"reason": "called us"} | body)


WAYS: list[Any] = [
    {"lines": [(A, 1)]}, {"lines": [(A, 2), (B, 1)]}, {"amount": 1000}, {"amount": 10500}, {"lines": [(B, 1)]},
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("wanted", [[], [(A, 1)], [(A, 2)]])
def test_unsent_pieces_go_back_by_another_way_before_the_worker_runs(sold: Sold, way: Any, wanted: Any) -> None:
    """Whoever is first: never more than was paid, and what was withdrawn is all back and does not leave."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1), sent=(0, 0))
    stated = withdrawn(order, *wanted)
    body: dict[str, Any] = {"amount": {"amount": way["amount"], "currency": "CNY"}} if "amount" in way else {
        "lines": [{"line_id": order.order["lines"][n]["id"], "quantity": count} for n, count in way["lines"]]
    }  # fmt: skip
    refunded = by_hand(order, **body)
    order.news()
    order.due()
    order.news()
    back = order.given_back()
    assert back <= 10500
    (case,) = cases_of(order)
    if refunded.status != 201:
        assert (case["status"], back) == ("refunded", stated["amount"]["amount"])
        return
    least = 10500 if not wanted else 4000 * wanted[0][1]
    assert (case["status"], case.get("stuck")) in [("refunded", None), ("closed", None)], case
    assert back >= least, (back, case)


def test_part_then_part_in_other_words_then_all(sold: Sold) -> None:
    germany()
    order = to_germany(sold, (4000, 3), (2000, 2))
    one, same = first(order, (A, 2)), first(order, (A, 2))
    assert second(order, one).status == 201
    late = second(order, same)
    assert (late.status, late.code) == (422, "line_quantity_exceeded")
    assert second(order, first(order, (A, 1), (B, 1))).status == 201
    assert first(order, (A, 1)).code == "line_quantity_exceeded"
    rest = second(order, first(order))
    assert [(row["quantity"]) for row in rest.json["lines"]] == [1]
    assert first(order).code == "already_withdrawn"
    assert second(order, one).json["id"] == second(order, one).json["id"]
    assert sum(row["quantity"] for case in cases_of(order) for row in case["lines"]) == 5


def test_pages_tell_variants_of_one_product_apart(sold: Sold) -> None:
    """Else who has two sizes of one shirt withdraws from the wrong one."""
    germany()
    order = to_germany(sold, (4000, 1), (2000, 1))
    signed = link_of(order)
    step = press(signed)
    pieces = {f"pieces.{line['id']}": "1" for line in order.order["lines"]}
    asked = PAGE.get(f"/o/{signed}?lang=en")
    done = press(signed, confirm=statement_of(step), **pieces)
    shown = PAGE.get(f"/o/{signed}?lang=en")
    assert [page.text.count("Mug (白)") >= 2 for page in (step, asked, done, shown)] == [True] * 4
    assert "1 × Mug</li>" not in done.text + shown.text


def test_what_was_typed_is_still_there_after_a_mistake() -> None:
    raw = "lang=en&number=26010112345678&name=%3Cb%3EEve&email=no"
    page = PAGE.call("POST", "/o/withdrawal", raw.encode(), FORM)
    assert (page.status, 'value="26010112345678"' in page.text, 'value="&lt;b&gt;Eve"' in page.text) == (422, True, True)
