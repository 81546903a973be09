"""F03, F04, F07: adapters get answers that no program should send; a call ends in an answer or is not known, never in a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from functions.shared.outside import outbound
from functions.shared.outside.outbound import HttpAnswer
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.postal_address import Address
from functions.shipping import Ability
from functions.shipping.couriers.port import Measures, PickupRequest, QuoteRequest, Subscription, WaybillRef, WaybillRequest
from tests.support.simulated_couriers import Couriers

US = Address("Ann", "+12025550123", "US", "NY", "New York", "", "1 Main St", "10001", country_code="US")
REF = WaybillRef("SF1234567890", "shp_1", "shp_1", phone="13800000000")
CALLS = {
    Ability.QUOTE: lambda one: one.quote(QuoteRequest(US, Measures(500), "USD")),
    Ability.WAYBILL: lambda one: one.create_waybill(WaybillRequest("shp_1", "shp_1", "1", US, measures=Measures(500), currency="USD")),
    Ability.CANCEL: lambda one: one.cancel(REF),
    Ability.LABEL: lambda one: one.label(REF),
    Ability.QUERY: lambda one: one.query(REF),
    Ability.SUBSCRIBE: lambda one: one.subscribe(Subscription(REF, "https://shop.example.com/v1/webhooks/couriers/x")),
    Ability.PICKUP: lambda one: one.pickup(PickupRequest("k", US, "2030-01-01T08:00:00Z", "2030-01-01T12:00:00Z", 1)),
}
ODD: list[Any] = [
    float("nan"),
    float("inf"),
    10**400,
    {},
    [],
    {"data": float("nan")},
    {"rates": [float("nan"), {"id": "r", "rate": "NaN", "currency": "USD", "service": "A"}]},
    {"rates": [{"id": "r", "rate": "1e308", "currency": "USD", "service": "A", "delivery_days": float("nan")}]},
    {"rates": {"a": 1}, "tracking_code": float("nan"), "refund_status": [1]},
    {"tracking_code": "x" * 100_000, "selected_rate": {"rate": "Infinity", "currency": "USD"}},
    {"trackers": [{"tracking_code": "SF1234567890", "weight": float("inf"), "tracking_details": [{"status": "x", "datetime": "9999"}]}]},
    {"apiResultCode": "A1000", "apiResultData": '{"msgData": {"waybillNoInfoList": 5}}'},
    {"apiResultCode": "A1000", "apiResultData": '{"msgData": {"waybillNoInfoList": [{"waybillNo": NaN, "waybillType": "x"}]}}'},
    {"apiResultCode": "A1000", "apiResultData": '{"msgData": {"routeResps": [{"routes": [{"acceptTime": "then", "opCode": 50}]}]}}'},
    {"apiResultCode": "A1000", "apiResultData": '{"msgData": {"files": [{"url": 5}]}}'},
    {"code": 0, "data": {"accepted": 5}},
    {"code": 0, "data": {"accepted": [5]}},
    {"code": 0, "data": {"errors": {"code": 1}}},
    {"code": 0, "data": {"errors": [{"error": {"code": "none"}}]}},
    {"code": 0, "data": {"accepted": [{"number": "SF1234567890", "track_info": {"tracking": {"providers": [5]}}}]}},
    {"state": float("nan"), "nu": "SF1234567890", "data": [{"time": "then", "ftime": ""}]},
    {"waybill": None, "label_url": None, "billed_weight_g": 1e308, "events": [{"at": 5, "status": 5}]},
]  # fmt: skip


@contextmanager
def answering(patch: pytest.MonkeyPatch, body: bytes, status: int = 200) -> Iterator[None]:
    with patch.context() as patched:
        patched.setattr(outbound, "call", lambda *_, **__: HttpAnswer(status, body))
        yield


@pytest.mark.parametrize("code", ["easypost", "sf_express", "kuaidi100", "17track", "sandbox"])
def test_every_call_of_every_courier_ends_in_an_answer_or_is_not_known(
    couriers: Couriers, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """NaN, infinite and endless numbers, lists for objects, half a body, another form altogether."""
    courier = couriers.ask(code)
    bodies = [json.dumps(one).encode() for one in ODD] + [b"", b"\xff", b'{"rates": [', b"<html>", b"[" * 9000]
    abilities, ended = sorted(courier.abilities - {Ability.WEBHOOK}), 0
    for ability in abilities:
        for body in bodies:
            for status in (200, 422):
                with answering(monkeypatch, body, status), suppress(Unavailable, Conflict):
                    CALLS[ability](courier)
                ended += 1
    assert ended == len(abilities) * len(bodies) * 2 > 0


def test_of_easyposts_rates_those_that_are_none_are_left_out(couriers: Couriers, monkeypatch: pytest.MonkeyPatch) -> None:
    """F07: one absurd price makes nobody silent."""
    rates: list[dict[str, Any]] = [
        {"id": f"r{n}", "rate": price, "currency": "USD", "service": f"S{n}"} for n, price in enumerate(["1e308", "NaN", "-5", "0", None])
    ]
    rates += [{"id": "good", "rate": "6.20", "currency": "USD", "service": "Ground", "delivery_days": 2}]
    with answering(monkeypatch, json.dumps({"rates": rates}).encode()):
        (quote,) = couriers.ask("easypost").quote(QuoteRequest(US, Measures(500), "USD"))
    assert (quote.service, quote.amount, quote.days) == ("Ground", 620, 2)
