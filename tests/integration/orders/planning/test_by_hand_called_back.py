"""F02, C08: parcels of pieces that lay together on no shelf, or were sold a second time for them, and that do not leave after all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.orders.store.stock_moves import finish_moves
from functions.shared.plain.bodies import load
from functions.stock.following.put_back import put_back
from functions.stock.model.stock import JournalEntry
from functions.stock.store.records import JournalRecord
from tests.integration.orders.buyer import staff
from tests.integration.orders.money_moves import asked, gone, pieces, told
from tests.integration.orders.planning.shelves import a_warehouse, bought, followed, lying, planned, sums_hold, where
from tests.support.courier import CourierDouble, courier_double

Follower = Callable[[], None]


def backwards() -> None:
    """A stream tells entries of one moment in any order, and each of them again."""
    entries = [load(JournalEntry, record.body) for record in JournalRecord.scan(JournalRecord.kind == "journal")]
    for entry in [one for one in entries if one.came_back] * 2:
        put_back(entry)
    followed()


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    a_warehouse("w1", 1)
    a_warehouse("w2", 2)
    with courier_double(monkeypatch) as double:
        yield double


def url_of(order: Any) -> str:
    return f"/v1/admin/orders/{order['id']}/shipments"


def parcel(order: Any, count: int, **fields: Any) -> dict[str, Any]:
    lines = [{"line_id": line["id"], "quantity": count} for line in order["lines"]]
    return {"carrier": "sandbox", "lines": lines, "warehouse_id": "w1"} | fields


@pytest.mark.usefixtures("courier")
@pytest.mark.parametrize("follow", [followed, backwards])
@pytest.mark.parametrize("count", [2, 1])
def test_called_back_its_pieces_lie_where_they_lay(count: int, follow: Follower) -> None:
    """Whether stock's follower had taken them by then or takes them later."""
    one, two = lying(w1=2), lying(w2=2)
    order = bought(one, two, quantity=2)
    planned()
    made = staff().post(url_of(order), parcel(order, count))
    assert made.status == 201, made.text
    if follow is followed:
        followed()
        assert sum(where(one).values()) + sum(where(two).values()) == 0
    assert staff().post(f"{url_of(order)}/{made.json['id']}/cancel", {}).status == 200
    follow()
    assert sum(where(one).values()) == sum(where(two).values()) == count
    sums_hold([one, two], [order])
    again = staff().post(url_of(order), parcel(order, count))
    follow()
    assert (again.status, where(one), where(two)) == (201, {}, {})


@pytest.mark.usefixtures("courier")
@pytest.mark.parametrize("restock", [True, False])
def test_a_piece_of_it_that_is_paid_back_is_taken_from_a_shelf_once(restock: bool) -> None:
    """F02, C08: for sale again where it lay, or written off; the rest of the parcel stays a parcel."""
    one, two = lying(w1=3), lying(w2=3)
    order = bought(one, two, quantity=2)
    planned()
    made = staff().post(url_of(order), parcel(order, 2)).json
    followed()
    refund = asked(order, pieces(order, 1), payment_id=f"pay_{order['id']}", restock=restock)
    finish_moves(order["id"])
    followed()
    told(gone(order, refund))
    followed()
    mine = order["lines"][0]["variant_id"]
    other = two if mine == one else one
    assert (sum(where(mine).values()), sum(where(other).values())) == (1 + restock, 1)
    sums_hold([one, two], [order])
    assert staff().post(f"{url_of(order)}/{made['id']}/cancel", {}).status == 200
    followed()
    assert (sum(where(mine).values()), sum(where(other).values())) == (2 + restock, 3)
    sums_hold([one, two], [order])


@pytest.mark.usefixtures("courier")
@pytest.mark.parametrize("follow", [followed, backwards])
def test_sold_a_second_time_for_a_parcel_that_is_called_back(follow: Follower) -> None:
    """F02, C08: what is for sale again lies on a shelf again."""
    one = lying(w1=3)
    order = bought(one, quantity=2)
    planned()
    refund = asked(order, pieces(order, 1), payment_id=f"pay_{order['id']}")
    finish_moves(order["id"])
    told(gone(order, refund))
    sums_hold([one], [order])
    made = staff().post(url_of(order), parcel(order, 2, ship_refunded=True))
    assert made.status == 201, made.text
    if follow is followed:
        followed()
        assert where(one) == {"w1": 1}
    assert staff().post(f"{url_of(order)}/{made.json['id']}/cancel", {}).status == 200
    follow()
    assert where(one) == {"w1": 3}
    sums_hold([one], [order])


def test_whose_courier_refuses_it(courier: CourierDouble) -> None:
    """F02, C08"""
    one, two = lying(w1=2), lying(w2=2)
    order = bought(one, two, quantity=2)
    planned()
    courier.refuse = True
    refused = staff().post(url_of(order), parcel(order, 2))
    assert refused.status == 409, refused.text
    backwards()
    assert (where(one), where(two)) == ({"w1": 2}, {"w2": 2})
    sums_hold([one, two], [order])
