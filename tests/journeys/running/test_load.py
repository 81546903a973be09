"""A small one of `make prove CLAIM=load`: at the shop that is served here anyway, nobody is killed."""

from __future__ import annotations

import time

from proofs.load.crowd import Crowd
from proofs.load.held import books, unfinished
from tests.journeys.conftest import Served
from tests.journeys.shopper import Shop, eventually


def test_four_clients_for_ten_seconds(shop: Shop, served: Served) -> None:
    """P02, P05: no 5xx, nothing refused, no order lost or doubled."""
    crowd = Crowd(shop, "journey", 4)
    with crowd.at_work():
        time.sleep(10)
    told = crowd.told
    assert told.wrong == []
    assert told.done["placed"] >= 1
    found = eventually(lambda: books(served, told), lambda one: not unfinished(told, one), seconds=90)
    assert (found.missing, found.doubled) == ([], [])
    assert [one for one in found.wrong if any(order.id in one for order in told.placed.values())] == []
