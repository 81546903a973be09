"""All the clients of a part, each a thread with a seed and an address of its own."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from proofs.load.client import Client
from proofs.load.people import Room, lives
from proofs.load.told import Told
from tests.journeys.merchant import a_product
from tests.journeys.shopper import Shop

GOODS, PIECES = 6, 100_000


class Crowd:
    """`shop` may be another one by the time they come: they know it by its address only."""

    def __init__(self, shop: Shop, seed: str, clients: int) -> None:
        self.shop, self._seed, self._clients = shop, seed, clients
        self.told = Told()
        self._variants = [a_product(shop, 1000 + 700 * one, stock=PIECES)["variants"][0]["id"] for one in range(GOODS)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """They come one after the other, within some seconds; afterwards each ends the errand that it is at."""
        ending = Event()
        room = Room(self.told, self._variants, self.shop.info["users"], {}, Lock())
        crowd = [Client(self.shop.base, one, random.Random(f"{self._seed} {one}"), self.told, ending) for one in range(self._clients)]
        threads = [Thread(target=lives, args=(client, room)) for client in crowd]
        for thread in threads:
            thread.start()
            time.sleep(min(0.2, 5 / len(threads)))
        try:
            yield
        finally:
            ending.set()
            for thread in threads:
                thread.join()
