"""L05: behind their link a guest cancels and returns on the order's page, once however often it is pressed."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from functions.aftersales.on_page import ask
from functions.orders.app import app as orders
from functions.orders.model.states import Status
from functions.orders.store.order_links import link_to
from functions.orders.store.repository import get_order
from functions.shared.plain.settings import settings
from tests.integration.aftersales.on_page.test_cases_on_page import FORM, page, path_of
from tests.integration.aftersales.sold import Sold, later
from tests.integration.orders.buyer import a_variant, an_order, stock_of
from tests.support.http import Answer, Client
from tests.support.races import in_between

ONCE = "01KABCDEFGHJKMNPQRSTVWXYZ0"


def press(sold: Sold, pieces: dict[int, object], once: str = ONCE, reason: str = "changed_mind") -> Answer:
    named = {f"pieces.{sold.order['lines'][n]['id']}": str(count) for n, count in pieces.items()}
    return Client(orders, FORM).post(f"{path_of(sold)}/return", urlencode({"lang": "en", "once": once, "reason": reason} | named).encode())


def cases(sold: Sold) -> list[tuple[str, int]]:
    found = sold.buyer.get(f"/v1/orders/{sold.id}/returns").json["data"]
    return [(case["status"], sum(line["quantity"] for line in case["lines"])) for case in found]


def test_a_return_is_asked_for_once(sold: Sold) -> None:
    shown = page(sold)
    assert "Return something" in shown
    assert '<a href="help?lang=en">' in shown
    assert re.search(r'name="once" value="[0-9A-Z]{26}"', shown)
    for _ in range(2):
        asked = press(sold, {0: 1})
        assert (asked.status, asked.headers["location"].endswith("?lang=en")) == (303, True), asked.text
    assert cases(sold) == [("requested", 1)]
    assert 'Return <span class="station">Being looked at' in page(sold)
    again = press(sold, {0: 99}, once=ONCE.replace("0", "1"))
    assert (again.status, "Say how many go back" in again.text) == (422, True)


def test_two_presses_at_once_are_one_case(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one comes between the look whether it was pressed and the case."""
    in_between(monkeypatch, ask, "find", lambda: press(sold, {0: 1}))
    assert press(sold, {0: 1}).status == 303
    assert cases(sold) == [("requested", 1)]


@pytest.mark.parametrize(
    ("pieces", "once", "reason"),
    [({}, ONCE, "changed_mind"), ({0: "x"}, ONCE, "changed_mind"), ({0: -1}, ONCE, "changed_mind"), ({0: 1}, "1", "changed_mind"),
     ({0: 1}, ONCE, "missing"), ({0: "9" * 40}, ONCE, "changed_mind")],
)  # fmt: skip
def test_what_no_form_sends_asks_for_nothing(sold: Sold, pieces: dict[int, object], once: str, reason: str) -> None:
    assert press(sold, pieces, once, reason).status == 422
    assert cases(sold) == []


def test_after_its_time_the_page_says_so(sold: Sold) -> None:
    with later(days=400):
        late = press(sold, {0: 1})
        assert (late.status, "The time for returning this is over" in late.text) == (409, True)
    assert cases(sold) == []


def test_a_paid_order_is_not_cancelled_here(sold: Sold) -> None:
    assert "Cancel this order" not in page(sold)
    refused = Client(orders, FORM).post(f"{path_of(sold)}/cancel", b"lang=en")
    assert (refused.status, "cannot be cancelled here" in refused.text) == (409, True)


def test_an_unpaid_order_is_cancelled_once_and_its_pieces_are_free() -> None:
    variant = a_variant()
    order, _ = an_order(variant)
    path, before = link_to(get_order(order["id"])).removeprefix(settings().public_base_url), stock_of(variant)
    assert "Cancel this order" in Client(orders).get(f"{path}?lang=en").text
    for _ in range(2):
        assert Client(orders, FORM).post(f"{path}/cancel", b"lang=en").status == 303
    assert get_order(order["id"]).status == Status.CANCELLED
    assert stock_of(variant) == (before[0] + 1, before[1] - 1)
    assert "Cancel this order" not in Client(orders).get(f"{path}?lang=en").text
    assert Client(orders, FORM).post("/o/nothing/cancel", b"").status == 404
