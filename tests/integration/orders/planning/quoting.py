"""A courier of tests that names prices: what it says, how slowly, and what it was asked."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from functions.shared.plain.errors import Conflict, Unavailable
from functions.shipping import Ability, Courier, Waybill, WaybillRequest
from functions.shipping.app import app
from functions.shipping.couriers.port import Quote, QuoteRequest
from tests.support.followed import installed
from tests.support.http import Client
from tests.support.identity import bearer


class Quoter(Courier):
    """`mood`: fine, down, slow, refuses or broken. `prices`: by service."""

    code = "quoter"
    abilities = frozenset({Ability.QUOTE, Ability.WAYBILL})
    mood = "fine"
    prices: tuple[Quote, ...] = ()
    asked: list[QuoteRequest] = []  # noqa: RUF012
    booked: list[WaybillRequest] = []  # noqa: RUF012

    def quote(self, request: QuoteRequest) -> Sequence[Quote]:
        Quoter.asked.append(request)
        if Quoter.mood == "down":
            raise Unavailable("The courier does not answer.", code="courier_unavailable")
        if Quoter.mood == "refuses":
            raise Conflict("The courier said no: not to this area.", code="courier_refused")
        if Quoter.mood == "slow":
            time.sleep(1)
        if Quoter.mood == "broken":
            raise KeyError("rates")
        return Quoter.prices

    def create_waybill(self, request: WaybillRequest) -> Waybill:
        Quoter.booked.append(request)
        return Waybill(f"Q-{request.key}", billed_weight_g=1500)


@contextmanager
def quoter(place: Path, *prices: Quote, **carrier: Any) -> Iterator[type[Quoter]]:
    """With a carrier of the same code, whose one service costs 9.00 by what staff set."""
    Quoter.mood, Quoter.prices, Quoter.asked, Quoter.booked = "fine", prices, [], []
    with installed(place, "quoter", "tests.integration.orders.planning.quoting:Quoter"):
        service = {"code": "standard", "names": {"en": "Standard"}, "days": 1, "prices": [{"currency": "CNY", "first_fee": 900}]}
        body = {"name": {"en": "Quoter"}, "adapter": "quoter", "enabled": True, "services": [service]} | carrier
        made = Client(app, bearer("owner")).put("/v1/admin/carriers/quoter", body)
        assert made.status < 300, made.text
        yield Quoter
