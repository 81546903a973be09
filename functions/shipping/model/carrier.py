"""A carrier as the shop works with it: what it offers, where, at what price, and by which adapter it is asked. Pure."""

from __future__ import annotations

from dataclasses import field

from functions.shared.places import WrittenArea
from functions.shared.plain.deferred import dataclass

ANY_POINT = "*"


@dataclass(frozen=True)
class Price:
    """What the shop pays: `first_fee` for the first `first_g` grams, `step_fee` for every begun `step_g` beyond. Minor units of `currency`.

    Without `areas` it holds wherever the carrier delivers; of several the one with the most specific area counts.
    """

    currency: str
    first_fee: int
    first_g: int = 0
    step_g: int = 0
    step_fee: int = 0
    areas: tuple[WrittenArea, ...] = ()


@dataclass(frozen=True)
class Service:
    """`volume_divisor`: cubic centimetres that weigh a kilogram (0: volume does not count). `step_g`: what is billed is rounded up to it
    (0: it is not). `days`: working days from hand-over to the door. `needs_weight`: a parcel of unknown weight is not taken."""

    code: str
    names: dict[str, str] = field(default_factory=dict)
    max_weight_g: int | None = None
    volume_divisor: int = 0
    step_g: int = 0
    po_boxes: bool = True
    needs_weight: bool = False
    days: int = 3
    prices: tuple[Price, ...] = ()


@dataclass(frozen=True)
class Carrier:
    """`adapter`: which courier writes its waybills (`manual`: people do). `tracker`: which one follows its parcels, the adapter itself if
    empty. `company`: what that one calls the carrier, where it knows many. `credentials`: the name of an entry of the couriers' secret;
    if empty, the adapter's own. `areas`: where it delivers (none: everywhere), `excluded`: where it does not. `longest_address`: characters
    that fit on its form. `subscribes`: whether the tracker is asked to follow each waybill. `points`: to whose pick-up points it delivers,
    codes of their providers, `*` for anybody's.
    `tracking_url`: the carrier's page of a parcel, with `{waybill}` in it (tracking_link.py).
    """

    code: str
    name: dict[str, str]
    adapter: str
    tracker: str = ""
    company: str = ""
    credentials: str = ""
    enabled: bool = True
    subscribes: bool = True
    services: tuple[Service, ...] = ()
    areas: tuple[WrittenArea, ...] = ()
    excluded: tuple[WrittenArea, ...] = ()
    longest_address: int | None = None
    points: tuple[str, ...] = ()
    tracking_url: str = ""
    # Of its item; not part of what is stored.
    version: int = 0

    @property
    def followed_by(self) -> str:
        return self.tracker or self.adapter

    def goes_to_points_of(self, provider: str) -> bool:
        return bool({provider, ANY_POINT}.intersection(self.points))

    def service(self, code: str) -> Service | None:
        return next((one for one in self.services if one.code == code), None)
