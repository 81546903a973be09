"""Adapters of tests, found as all are: by an entry point, of a project that is there for as long as the block runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from functions.shared.plain.errors import Conflict, Unavailable
from functions.shipping import Ability, Courier, Delivery, Subscription, Webhook
from functions.shipping.couriers import discovery
from functions.shipping.couriers.port import Pickup, PickupRequest, Quote, QuoteRequest
from infra.compose import ROOT
from infra.plugins import entry_points_files


class Follower(Courier):
    """Follows parcels of others. `silent`: so many calls get no answer; `refuses`: it wants none."""

    code = "follower"
    abilities = frozenset({Ability.SUBSCRIBE, Ability.WEBHOOK, Ability.QUOTE, Ability.PICKUP})
    asked: list[Subscription] = []  # noqa: RUF012
    silent = 0
    refuses = False

    def subscribe(self, subscription: Subscription) -> None:
        if Follower.silent:
            Follower.silent -= 1
            raise Unavailable("The tracker does not answer.", code="courier_unavailable")
        if Follower.refuses:
            raise Conflict("No such company.", code="courier_refused")
        Follower.asked.append(subscription)

    def quote(self, request: QuoteRequest) -> Sequence[Quote]:
        return [Quote("air", request.measures.weight_g, request.currency)]

    def pickup(self, request: PickupRequest) -> Pickup:
        return Pickup(f"VAN {request.parcels} {request.company}")

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:
        """Anybody may."""

    def read_webhook(self, webhook: Webhook) -> Delivery:
        return Delivery(webhook.raw.decode(), [])


@contextmanager
def installed(place: Path, name: str, adapter: str) -> Iterator[None]:
    """The adapter is found by its entry point while the block runs."""
    files = entry_points_files(ROOT)
    table = next(one for one in files if one.endswith("entry_points.txt"))
    group = f"[{discovery.GROUP}]\n".encode()
    (place / table).parent.mkdir(parents=True)
    for one, content in files.items():
        (place / one).write_bytes(content.replace(group, group + f"{name} = {adapter}\n".encode()))
    sys.path.insert(0, str(place))
    discovery.forget()
    try:
        yield
    finally:
        sys.path.remove(str(place))
        discovery.forget()


@contextmanager
def follower(place: Path) -> Iterator[type[Follower]]:
    Follower.asked, Follower.silent, Follower.refuses = [], 0, False
    with installed(place, "follower", "tests.support.followed:Follower"):
        yield Follower


def asked(by: type[Follower]) -> Sequence[tuple[str, str]]:
    """(company, number) of each waybill it was told of."""
    return [(one.waybill.company, one.waybill.number) for one in by.asked]
