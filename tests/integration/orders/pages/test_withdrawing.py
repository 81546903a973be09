"""R01, R05: withdrawing on the order's page, in two steps, without a script; scanners that open links withdraw from nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.aftersales.store.records import AftersalesTable
from functions.catalog.store.markets import forget
from functions.orders.app import app
from functions.orders.model.order import Order
from functions.shared.outside import clock
from functions.shared.plain.tracking import TrackingStatus
from tests.integration.orders.pages.gallery import HOSTILE, path_of, put_parcel, set_fields
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.orders import an_order, store_order
from tests.support.tables import snapshot

PAGE = Client(app)
CAME = datetime(2027, 3, 1, 11, tzinfo=UTC)
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def _markets_are_fresh() -> Iterator[None]:
    yield
    forget()


def delivered(country: str = "DE", city: str = "Berlin", language: str = "en", *, quantities: tuple[int, ...] = (2, 1)) -> Order:
    """It came on 2027-03-01 at ten."""
    with clock.frozen(CAME):
        order = an_order(language=language, quantities=quantities)
        order = store_order(
            replace(order, address=replace(order.address, country=country, province="", city=city, district="")), "delivered"
        )
        put_parcel(order, 1, dict(enumerate(quantities)), TrackingStatus.PICKED_UP, TrackingStatus.DELIVERED)
    set_fields(order, told_at="2027-03-01T08:00:00.000Z")
    return order


def press(order: Order, fields: str = "") -> Answer:
    return PAGE.call("POST", f"{path_of(order)}/withdrawal", f"lang=en&{fields}".encode(), FORM)


def seen(answer: Answer) -> str:
    return html.unescape(answer.text)


def confirm_id(answer: Answer) -> str:
    found = re.search(r'name="confirm" value="(wdr_\w+)"', answer.text)
    assert found, answer.text
    return found.group(1)


def test_the_button_is_there_while_it_can_be_pressed_with_the_words_of_the_law() -> None:
    order = delivered()
    with clock.frozen(CAME):
        page = seen(PAGE.get(path_of(order)))
        assert ">withdraw from contract here</button>" in page
        assert "until the end of 15 March 2027 (14 days after the last parcel came)" in page
        assert ">在此撤回合同</button>" in seen(PAGE.get(path_of(order) + "?lang=zh"))
    with clock.frozen(datetime(2027, 3, 15, 23, tzinfo=UTC)):
        over = seen(PAGE.get(path_of(order)))
        assert ("here</button>" in over, "it ended with 15 March 2027 (14 days after the last parcel came)" in over) == (False, True)
    set_fields(order, told_at="2027-06-10T08:00:00.000Z")
    with clock.frozen(datetime(2027, 6, 12, tzinfo=UTC)):
        assert "24 June 2027 (14 days after you were told of this right)" in seen(PAGE.get(path_of(order)))
    with clock.frozen(CAME):
        assert ">七日无理由退货</button>" in seen(PAGE.get(path_of(delivered("CN", "杭州市", "zh"))))
        assert "withdrawal" not in PAGE.get(path_of(delivered("US", "New York"))).text


def test_two_presses() -> None:
    order = delivered()
    with clock.frozen(CAME):
        first = press(order)
        assert (first.status, first.headers["cache-control"], first.headers["referrer-policy"]) == (200, "no-store", "no-referrer")
        assert (">confirm withdrawal</button>" in first.text, 'name="pieces.line_0" value="2"' in first.text) == (True, True)
        assert ("<script" in first.text, events_in(AftersalesTable, "withdrawal.declared")) == (False, [])
        fields = f"confirm={confirm_id(first)}&pieces.line_0=1&pieces.line_1=0"
        done, again = press(order, fields), press(order, fields)
        assert (done.status, again.status, again.text) == (200, 200, done.text)
        assert ("1 × Thing 0" in seen(done), "Thing 1" in seen(done), "Received 2027-03-01 19:00" in seen(done)) == (True, False, True)
        told = events_in(AftersalesTable, "withdrawal.declared")
        assert [(one.data["way"], one.data["whole"], one.actor.kind) for one in told] == [("page", False, "guest")]
        assert 'name="pieces.line_0" value="1"' in press(order).text
        press(order, f"confirm={confirm_id(press(order))}&pieces.line_0=1&pieces.line_1=1")
        assert (press(order).status, "withdrawal" in PAGE.get(path_of(order)).text) == (409, False)


_NO_NUMBERS = ["", "=", "=-1", "=3", "=1e3", "=0", "=%F0%9F%98%80", "=999999999999999999999"]


@pytest.mark.parametrize("fields", [*(f"pieces.line_0{one}" for one in _NO_NUMBERS), "pieces.line_x=1"])
def test_what_is_no_number_of_pieces_is_said(fields: str) -> None:
    """Bad input: nothing is written, and the statement can be corrected."""
    order = delivered()
    with clock.frozen(CAME):
        answer = press(order, f"confirm={confirm_id(press(order))}&{fields}")
    assert (answer.status, "Please say how many pieces" in answer.text, ">confirm withdrawal</button>" in answer.text) == (422, True, True)
    assert events_in(AftersalesTable, "withdrawal.declared") == []


def test_too_late_between_the_two_presses() -> None:
    order = delivered()
    with clock.frozen(datetime(2027, 3, 15, 22, 59, 59, tzinfo=UTC)):
        first = press(order)
    with clock.frozen(datetime(2027, 3, 15, 23, tzinfo=UTC)):
        late = press(order, f"confirm={confirm_id(first)}&pieces.line_0=1")
        assert (late.status, "it ended with 15 March 2027" in seen(late)) == (409, True)
        assert press(order).status == 409
    assert events_in(AftersalesTable, "withdrawal.declared") == []


def test_scanners_withdraw_from_nothing() -> None:
    """Case 10: GET and HEAD, three times, of the page and of where its forms are posted."""
    order = delivered()
    with clock.frozen(CAME):
        before = snapshot()
        for _ in range(3):
            for method in ("HEAD", "GET"):
                assert PAGE.call(method, path_of(order), None, {}).status == 200
                assert PAGE.call(method, f"{path_of(order)}/withdrawal", None, {}).status in (404, 405)
        press(order)
        assert snapshot() == before


def test_a_link_that_opens_nothing_and_what_is_no_form() -> None:
    order = delivered()
    path = f"{path_of(order)[:-3]}aaa/withdrawal"
    assert PAGE.call("POST", path, b"lang=en", FORM).status == 404
    with clock.frozen(CAME):
        for raw in (b"\xff\xfe", b"confirm=wdr_x", b"confirm=" + b"9" * 9000, b""):
            assert PAGE.call("POST", f"{path_of(order)}/withdrawal", raw, FORM).status == 200


def test_texts_of_others_are_escaped_and_ninety_lines_fit() -> None:
    order = delivered(quantities=(1,) * 90)
    hostile = delivered()
    hostile = store_order(replace(hostile, lines=[replace(line, title={"en": HOSTILE}) for line in hostile.lines]), "delivered")
    with clock.frozen(CAME + timedelta(days=1)):
        assert HOSTILE not in press(hostile).text
        fields = "&".join(f"pieces.line_{n}=1" for n in range(90))
        done = press(order, f"confirm={confirm_id(press(order))}&{fields}")
    assert (done.status, events_in(AftersalesTable, "withdrawal.declared")[-1].data["whole"]) == (200, True)
