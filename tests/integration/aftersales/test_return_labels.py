"""G04, G06: the goods come back by the shop's waybill or by the buyer's own, and who bears the freight bears it once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.aftersales.app import app
from functions.aftersales.returns.see_to_label import see_to_label
from functions.aftersales.store.records import AftersalesTable
from tests.integration.aftersales.exchanged import bowl, exchange
from tests.integration.aftersales.sold import Sold, later
from tests.integration.orders.buyer import ADDRESS
from tests.support.courier import CourierDouble, courier_double
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer

Patch = pytest.MonkeyPatch
MUGS, PLATES = 0, 1


@pytest.fixture
def courier(sold: Sold) -> Iterator[CourierDouble]:
    with pytest.MonkeyPatch.context() as patch, courier_double(patch) as double:
        yield double


def ruled(charge: int | None = 1200, *, currency: str = "CNY", **more: Any) -> Answer:
    label = {"carrier": "sandbox", "receiver": ADDRESS}
    if charge is not None:
        label["charge"] = {"amount": charge, "currency": currency}
    return Client(app, bearer("owner")).put("/v1/admin/return_policies", {"policies": [{"id": "all"}], "label": label | more})


def approved(sold: Sold, *wanted: tuple[int, int], **more: Any) -> Any:
    case = sold.opened(*wanted, **more)
    assert sold.staff(case, "approve", {}).status == 200
    sold.news()
    return sold.seen(case)


def test_by_the_shops_waybill_the_buyer_pays(sold: Sold, courier: CourierDouble) -> None:
    """One waybill however often it is asked for, from the buyer to the shop, and its charge is taken off once."""
    assert ruled().json["label"]["charge"] == {"amount": 1200, "currency": "CNY"}
    case = approved(sold, (MUGS, 1), (PLATES, 1))
    assert (case["label"]["waybill"], case["label"]["charge"]["amount"], courier.live) == ("SBX001", 1_200, ["SBX001"])
    assert courier.requests[0]["receiver"]["street"] == ADDRESS["street"]
    assert len(events_in(AftersalesTable, "return.label_ready")) == 1
    assert sold.mine(case, "ship").json["waybill"] == "SBX001"
    graded = sold.graded(case, (MUGS, 1, "as_new"), (PLATES, 1, "as_new"))
    assert (graded.json["amount"]["amount"], graded.json["freight"]["amount"]) == (5_900 + 3_333 - 1_200, 1_200)
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", 8_033)
    # What was kept does not go back with the rest.
    rest = sold.sent_back((MUGS, 2), (PLATES, 1), reason="defective")
    sold.news()
    sold.graded(rest, (MUGS, 2, "as_new"), (PLATES, 1, "as_new"))
    sold.news()
    assert sold.given_back() >= 8_033 + 11_800 + 3_333


def test_what_is_wrong_the_shop_pays_for(sold: Sold, courier: CourierDouble) -> None:
    ruled()
    case = approved(sold, (MUGS, 1), reason="defective")
    assert case["label"]["charge"]["amount"] == 0
    sold.mine(case, "ship", {"carrier": "sandbox", "waybill": "SBX001"})
    sold.graded(case, (MUGS, 1, "used"))
    sold.news()
    assert (sold.given_back(), courier.void) == (5_900, [])


def test_by_their_own_waybill_nothing_is_taken(sold: Sold, courier: CourierDouble) -> None:
    """The shop's is given up at its courier, once."""
    ruled()
    case = approved(sold, (MUGS, 1))
    assert sold.mine(case, "ship", {"carrier": "sf"}).status == 422
    sent = sold.mine(case, "ship", {"carrier": "sf", "waybill": "SF1"})
    assert (sent.json["label"]["voided"], sent.json["freight"]) == (True, None)
    sold.due(times=3)
    assert (courier.void, len(courier.cancels)) == (["SBX001"], 1)
    sold.graded(case, (MUGS, 1, "as_new"))
    sold.news()
    assert sold.given_back() == 5_900


def test_a_courier_that_does_not_answer(sold: Sold, courier: CourierDouble) -> None:
    ruled()
    courier.lose_answers = 2
    case = approved(sold, (MUGS, 1))
    assert (case["label"]["waybill"], sold.mine(case, "ship").code) == (None, "no_label")
    sold.due()
    assert (sold.seen(case)["label"]["waybill"], courier.live) == ("SBX001", ["SBX001"])
    sold.due()
    assert len(courier.requests) == 3


def test_a_courier_that_refuses_leaves_the_address(sold: Sold, courier: CourierDouble) -> None:
    ruled()
    courier.refuse = True
    case = approved(sold, (MUGS, 1))
    assert (case["label"]["refused"], case["label"]["waybill"], case["stuck"]) == ("courier_refused", None, None)
    assert sold.mine(case, "ship", {"carrier": "sf", "waybill": "1"}).status == 200
    assert (sold.due(), courier.cancels) == (0, [])


def test_taken_back_while_the_courier_writes(sold: Sold, courier: CourierDouble) -> None:
    """The number that nobody waits for any more is void."""
    ruled()
    case = sold.opened((MUGS, 1))
    sold.staff(case, "approve", {})

    def taken_back() -> None:
        sold.mine(case, "cancel")

    courier.slowly = taken_back
    see_to_label(case["id"])
    assert (sold.seen(case)["status"], courier.live, courier.void) == ("cancelled", [], ["SBX001"])


def test_never_sent_it_is_given_up(sold: Sold, courier: CourierDouble) -> None:
    ruled()
    case = approved(sold, (MUGS, 1))
    with later(days=15):
        sold.due(times=2)
        sold.due()
    assert (sold.seen(case)["ended_because"], courier.live) == ("not_sent", [])


def test_more_freight_than_money_leaves_nothing_to_pay(sold: Sold, courier: CourierDouble) -> None:
    ruled(9_999)
    case = approved(sold, (MUGS, 1))
    sold.graded(case, (MUGS, 1, "as_new"))
    sold.news()
    assert (sold.seen(case)["status"], sold.seen(case)["amount"]["amount"], sold.given_back()) == ("refunded", 0, 0)


def test_an_exchange_pays_its_freight_from_the_difference(sold: Sold, courier: CourierDouble) -> None:
    ruled()
    case = exchange(sold, bowl(4000), (MUGS, 1))
    sold.staff(case, "approve", {})
    sold.news()
    sold.graded(case, (MUGS, 1, "as_new"))
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("exchanged", 1_900 - 1_200)


def test_staff_can_leave_it_out_and_a_price_in_other_money_is_the_shops(sold: Sold, courier: CourierDouble) -> None:
    ruled(900, currency="EUR")
    case = sold.opened((MUGS, 1))
    assert sold.staff(case, "approve", {"label": False}).json["label"] is None
    assert approved(sold, (PLATES, 1))["label"]["charge"]["amount"] == 0


def test_what_is_no_rule(sold: Sold) -> None:
    unknown = ruled(carrier="nobody")
    assert (unknown.code, unknown.json["errors"][0]["pointer"]) == ("unknown_carrier", "/label/carrier")
    assert ruled(carrier="manual").code == "waybill_required"
    assert ruled(service="teleport").code == "unknown_service"
    assert ruled(-1).status == 422
