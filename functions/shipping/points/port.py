"""What the shop asks of whoever knows pick-up points. Providers translate; nothing of their format leaves them.

A provider is a class below `PickupPoints`, named by an entry point (discovery.py). Unavailable is raised when it does not answer; it
never repeats a call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pickup_point import PickupPoint
from functions.shipping.couriers.account import Account


@dataclass(frozen=True)
class Near:
    """Where points are looked for: `country` as ISO code, and a postal code, a city, or latitude and longitude."""

    country: str
    postal_code: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    limit: int = 20


@dataclass(frozen=True)
class FoundPoint:
    """`distance_m`: from where it was looked for; None where that is no place on the map."""

    point: PickupPoint
    distance_m: int | None = None


class PickupPoints:
    """`code`: the name of its entry point. `account`: its entry of the couriers' secret; the code if empty. `countries`: ISO codes of
    those in which it knows points."""

    code: ClassVar[str] = ""
    account: ClassVar[str] = ""
    countries: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, account: Account) -> None:
        self._account = account

    @property
    def is_ready(self) -> bool:
        """Whether the shop has an account there."""
        return self._account.is_set()

    def search(self, near: Near) -> Sequence[FoundPoint]:
        """Points that hand parcels out now, the nearest first where that is known. Raises Unavailable."""
        raise NotImplementedError

    def find(self, point_id: str) -> PickupPoint | None:
        """None where there is none of that id that hands parcels out now. Raises Unavailable."""
        raise NotImplementedError
