"""X28: what of a Chinese e-invoice is taken back: by refunds, by staff, and when the order is another one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from functions.invoices.app import sweep_fapiao
from functions.invoices.fapiao import follow as follow_module
from functions.invoices.fapiao import note_answer as note_module
from functions.invoices.fapiao import request as request_module
from functions.invoices.fapiao.follow import follow
from functions.invoices.fapiao.note_answer import note_answer
from functions.invoices.providers.port import Answer, Status
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.outside import clock
from tests.integration.invoices.billing import Sale, a_sale, hear, owner, sells
from tests.integration.invoices.chinese import PERSON, SELLER, all_of, give_back, request, shown, states
from tests.integration.invoices.simulated import Platform
from tests.integration.invoices.test_amended import amended
from tests.integration.orders.amending.amended import less
from tests.integration.orders.money_moves import asked, gone, refused, told
from tests.support.buckets import data_bucket
from tests.support.races import in_between


@pytest.fixture(autouse=True)
def _world(platform: Platform) -> Iterator[None]:
    with data_bucket():
        sells(SELLER)
        yield


def ended(platform: Platform) -> None:
    """All that is held over there is issued, and what follows from it, too."""
    platform.work()
    while held := [one["key"] for one in platform.invoices() if one["status"] == "pending"]:
        for key in held:
            platform.end(key)


def issued(platform: Platform, quantity: int = 7, price: int = 899) -> Sale:
    sale = a_sale(price, quantity)
    assert request(sale).status == 201
    ended(platform)
    assert [state for _, state, _ in states(sale)] == ["issued"]
    return sale


def over_there(platform: Platform, sale: Sale) -> int:
    """Blue less red, as the tax bureau has it."""
    theirs = [one for one in platform.invoices() if one["order_number"] == sale.order["number"] and one["status"] == "issued"]
    return sum(one["net"] + one["tax"] for one in theirs)


def test_two_pieces_then_five_then_the_delivery_end_at_nothing(platform: Platform) -> None:
    """Case 16: the reds are exactly the blue one, net and tax; 02 for goods, 04 for an amount."""
    sale = issued(platform)
    total = sale.order["totals"]["total"]["amount"]
    first = give_back(sale, 2)
    ended(platform)
    assert over_there(platform, sale) == total - first
    second = give_back(sale, 5, before=first)
    fee = asked(sale.order, RefundedPart("shipping", total - first - second))
    told(gone(sale.order, fee, total=total))
    hear(sale, "order.refunded", times=3)
    ended(platform)
    blue, *reds = all_of(sale)
    assert [(red.reason, red.book[0].quantity, red.state.value) for red in reds] == [
        ("02", 2, "issued"),
        ("02", 5, "issued"),
        ("04", 0, "issued"),
    ]
    assert [sum(getattr(red.sums, name) for red in reds) for name in ("net", "tax")] == [blue.sums.net, blue.sums.tax]
    assert over_there(platform, sale) == 0
    assert request(sale).code == "nothing_to_invoice"


def test_many_messages_about_one_refund_make_one_red(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    sale = issued(platform)
    refund = give_back(sale, 1)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: follow(sale.order["id"]), range(8)))
    assert len(states(sale)) == 2
    other = give_back(sale, 1, before=refund)
    ended(platform)
    assert [(colour, amount) for colour, _, amount in states(sale)][1:] == [("red", refund), ("red", other)]
    in_between(monkeypatch, follow_module, "fapiao_of", lambda: follow(sale.order["id"]))
    give_back(sale, 1, before=refund + other)
    assert len(states(sale)) == 4


def test_what_goes_back_while_the_blue_one_is_issued_follows_it(platform: Platform) -> None:
    sale = a_sale(quantity=3)
    request(sale)
    platform.work()
    back = give_back(sale, 1)
    assert [colour for colour, _, _ in states(sale)] == ["blue"]
    ended(platform)
    assert states(sale)[1] == ("red", "issued", back)


def test_the_buyer_has_to_agree_first_and_may_not(platform: Platform) -> None:
    sale = issued(platform)
    platform.act("next", confirmation="pending")
    back = give_back(sale, 1)
    platform.work()
    assert states(sale)[1] == ("red", "confirming", back)
    platform.act("next", confirmation="")
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        sweep_fapiao({}, None)
        ended(platform)
    assert states(sale)[1] == ("red", "issued", back)
    assert all_of(sale)[1].confirmation
    platform.act("next", confirmation="failed")
    give_back(sale, 1, before=back)
    platform.work()
    red = all_of(sale)[2]
    assert (red.state.value, red.failed_because) == ("failed", "购买方未确认")
    follow(sale.order["id"])
    assert len(all_of(sale)) == 3
    platform.act("next", confirmation="")
    assert owner().post(f"/v1/admin/fapiao/{red.id}/retry", {}).status == 200
    ended(platform)
    assert over_there(platform, sale) == sale.order["totals"]["total"]["amount"] - back - red.sums.gross


def test_money_that_came_back_is_on_a_new_one(platform: Platform) -> None:
    """What is red stays so: the rest is taken back as an error, and a new blue one for the same title says it all."""
    sale = issued(platform)
    total = sale.order["totals"]["total"]["amount"]
    refund = asked(sale.order, RefundedPart("amount", 500))
    told(gone(sale.order, refund))
    hear(sale, "order.refunded")
    ended(platform)
    told(refused(sale.order, refund, returned=refund.amount))
    hear(sale, "order.refund_failed", times=2)
    ended(platform)
    assert states(sale) == [("blue", "issued", total), ("red", "issued", 500), ("red", "issued", total - 500), ("blue", "issued", total)]
    assert all_of(sale)[2].reason == "01"
    assert (all_of(sale)[3].title, over_there(platform, sale)) == (all_of(sale)[0].title, total)


def test_staff_take_one_back_and_the_buyer_has_another(platform: Platform) -> None:
    sale = issued(platform)
    path = f"/v1/admin/fapiao/{all_of(sale)[0].id}/take_back"
    assert owner().post(path, {"reason": "05"}).status == 422
    made = owner().post(path, {"reason": "03"}, Idempotency_Key="k")
    assert (made.status, made.json["colour"], made.json["reason"]) == (201, "red", "03")
    assert owner().post(path, {"reason": "03"}, Idempotency_Key="k").text == made.text
    assert owner().post(path, {"reason": "03"}).code == "nothing_left"
    assert owner().post(f"/v1/admin/fapiao/{made.json['id']}/take_back", {"reason": "01"}).code == "not_issued"
    assert request(sale, PERSON).code == "fapiao_exists"
    ended(platform)
    assert over_there(platform, sale) == 0
    assert request(sale, PERSON).status == 201
    ended(platform)
    assert [one.title.name for one in all_of(sale)][-1] == "李雷"
    assert over_there(platform, sale) == sale.order["totals"]["total"]["amount"]


def test_two_that_take_back_at_once_take_back_once(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    sale = issued(platform)
    path = f"/v1/admin/fapiao/{all_of(sale)[0].id}/take_back"
    in_between(monkeypatch, request_module, "fapiao_of", lambda: owner().post(path, {"reason": "01"}))
    assert owner().post(path, {"reason": "01"}).code == "nothing_left"


def test_twenty_that_take_back_at_once_take_back_no_more_than_was_issued(platform: Platform) -> None:
    """Ten for each of two reasons; a refund goes at the same time."""
    sale = issued(platform)
    path = f"/v1/admin/fapiao/{all_of(sale)[0].id}/take_back"
    give_back(sale, 2)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: owner().post(path, {"reason": f"0{1 + n % 2}"}), range(20)))
    assert {answer.status for answer in answers} <= {201, 409, 503}
    assert sum(answer.status == 201 for answer in answers) <= 1
    while owner().post(path, {"reason": "01"}).status == 503:
        pass
    ended(platform)
    assert over_there(platform, sale) == 0
    assert owner().post(path, {"reason": "01"}).status == 409


def test_one_that_is_issued_for_another_amount_does_not_count_and_no_second_one_is_asked_for(platform: Platform) -> None:
    sale = a_sale(quantity=3)
    assert request(sale).status == 201
    platform.work()
    total = sale.order["totals"]["total"]["amount"]
    platform.end(all_of(sale)[0].key, adds=1)
    ((_, state, _),) = states(sale)
    (wrong,) = all_of(sale)
    assert (state, wrong.failed_because) == ("failed", f"amount_differs: {total + 1} fen instead of {total} under {wrong.number}")
    assert (request(sale).code, shown(sale)["may_request"]) == ("fapiao_exists", False)
    give_back(sale, 1)
    assert owner().post(f"/v1/admin/fapiao/{wrong.id}/take_back", {"reason": "01"}).code == "not_issued"
    # Somebody has taken it back over there.
    assert owner().post(f"/v1/admin/fapiao/{wrong.id}/retry", {}).json["number"] is None
    platform.work()
    platform.end(f"{wrong.id}-1")
    assert [one[1] for one in states(sale)] == ["issued"]
    assert sum(one.sums.gross for one in all_of(sale)) < total


def test_what_is_issued_stays_issued(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that came between the read and the write of another."""
    sale = a_sale()
    request(sale)
    platform.work()
    (one,) = all_of(sale)
    good = Answer(Status.ISSUED, "26000000000000000001")
    in_between(monkeypatch, note_module, "find_fapiao", lambda: note_answer(one.id, good))
    note_answer(one.id, Answer(Status.FAILED, reason="late"))
    assert (states(sale)[0][1], all_of(sale)[0].number) == ("issued", good.number)


def test_a_retry_of_what_has_another_in_its_place(platform: Platform) -> None:
    platform.act("next", refuses="no")
    sale = a_sale()
    request(sale)
    platform.work()
    platform.act("next", refuses="")
    failed = all_of(sale)[0]
    assert request(sale, PERSON).status == 201
    ended(platform)
    assert owner().post(f"/v1/admin/fapiao/{failed.id}/retry", {}).code == "fapiao_exists"


def test_an_order_that_is_amended_has_a_new_one_for_what_it_is_now(platform: Platform) -> None:
    """X17: fewer pieces; the old one is taken back whole, and the title is the same."""
    sale = issued(platform, quantity=3)
    was = sale.order["totals"]["total"]["amount"]
    amended(sale, **less(sale.order, 1))
    ended(platform)
    now = sum(one.sums.gross * (1 if one.kind.value == "invoice" else -1) for one in sale.documents)
    assert 0 < now < was
    assert states(sale) == [("blue", "issued", was), ("red", "issued", was), ("blue", "issued", now)]
    assert (all_of(sale)[1].reason, all_of(sale)[2].title, over_there(platform, sale)) == ("01", all_of(sale)[0].title, now)
