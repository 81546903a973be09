"""A served shop of its own, and somebody of whom it has some 280 values by every way in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from tests.journeys.behind import Behind
from tests.journeys.conftest import Served
from tests.journeys.people.from_outside import listen, plant_outside
from tests.journeys.people.of_cases import answer_surveys, plant_cases, rule
from tests.journeys.people.of_orders import plant_orders
from tests.journeys.people.of_the_account import plant_account
from tests.journeys.people.planter import World, somebody
from tests.journeys.people.proof import Proof
from tests.journeys.shopper import Shop

ORDERS = ("done", "disputed", "amended", "rejected", "unpaid", "open", "express")


@contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[Served, Shop, Proof]]:
    server = Served(folder, *options)
    try:
        shop = server.start()
        yield server, shop, Proof(Behind(folder, server.aws_port))
    finally:
        server.stop()


def planted(shop: Shop) -> World:
    world = somebody(shop)
    listen(world)
    plant_account(world)
    plant_orders(world)
    plant_cases(world)
    plant_outside(world)
    # Some days later: nobody may show evidence any more; then surveys are sent.
    set_clock(shop, shop.now() + timedelta(days=4))
    rule(world)
    set_clock(shop, shop.now() + timedelta(days=8))
    shop.run("returns-sweep")
    answer_surveys(world)
    return world


def set_clock(shop: Shop, to: datetime) -> None:
    shop.send("POST", "/sandbox/clock", {"now": to.isoformat()})


def say(text: str) -> None:
    print(text, flush=True)
