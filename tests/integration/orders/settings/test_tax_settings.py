"""Taxes as staff set them, and by an outside service that may be slow, wrong or away."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from functions.orders.carts import tax_provider
from functions.orders.carts.tax_provider import BroughtTaxProvider, HttpTaxProvider, with_fall_back
from functions.orders.model.pricing import PricedLine, Tax
from functions.shared.outside.outbound import NoAnswer
from functions.shared.plain import settings
from functions.shared.plain.postal_address import Address
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, staff
from tests.integration.shipping.plugin import installed

US: dict[str, Any] = {"country": "US", "province": "NY", "city": "New York", "district": "", "postal_code": "10001"}


def a_cart(price: int = 1000, currency: str = "USD", **address: str) -> Any:
    buyer = a_guest(currency=currency)
    buyer.add(a_variant(price=price, currency=currency))
    assert buyer.client.put(f"{buyer.cart}/address", ADDRESS | address).status == 200
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).status == 200
    return buyer


def totals(buyer: Any) -> tuple[int, ...]:
    shown = buyer.preview()["totals"]
    return tuple(shown[name]["amount"] for name in ("subtotal", "shipping", "tax", "total"))


def test_rates_on_top_are_added_per_line_and_class() -> None:
    """X05"""
    owner = staff()
    for name, rate, extra in (("State", "0.04", {}), ("City", "0.045", {"city": "New York"}), ("State", "0", {"tax_class": "food"})):
        assert owner.post("/v1/admin/tax_rates", {"name": name, "rate": rate, "country": "US", "province": "NY", **extra}).status == 201
    owner.put("/v1/admin/tax_settings", {"shipping_class": None, "classes": {"cat_mugs": "standard"}})
    buyer = a_cart(**US)
    assert totals(buyer) == (1000, 1800, 85, 2885)
    owner.put("/v1/admin/tax_settings", {"shipping_class": None, "classes": {"cat_mugs": "food"}})
    assert totals(buyer) == (1000, 1800, 45, 2845)
    owner.put("/v1/admin/tax_settings", {"shipping_class": "standard", "classes": {"cat_mugs": "food"}})
    assert totals(buyer) == (1000, 1800, 45 + 72 + 81, 2998)
    order = buyer.place().json
    assert (order["totals"]["tax"]["amount"], order["lines"][0]["tax"]["amount"]) == (198, 45)


def test_a_tax_rate_is_read_changed_and_removed_under_its_version() -> None:
    """X05, X23"""
    owner = staff()
    assert [rate["id"] for rate in owner.get("/v1/admin/tax_rates").json["data"]] == ["tax_cn_vat"]
    made = owner.post("/v1/admin/tax_rates", {"name": "VAT", "rate": "0.19", "country": "DE"}).json
    url = f"/v1/admin/tax_rates/{made['id']}"
    assert owner.put(url, {"name": "VAT", "rate": "0.16", "country": "DE"}, if_match='"9"').code == "version_conflict"
    assert owner.put(url, {"name": "VAT", "rate": "0.16", "country": "DE"}, if_match='"1"').json["rate"] == "0.16"
    assert owner.get(url).json["rate"] == "0.16"
    assert (owner.delete(url).status, owner.get(url).status, owner.delete(url).status) == (204, 404, 404)
    for rate in ("13", "-0.1", "0,13", "1e-2", "0.123456789"):
        assert owner.post("/v1/admin/tax_rates", {"name": "VAT", "rate": rate, "country": "DE"}).status == 422
    assert staff("manager").post("/v1/admin/tax_rates", {"name": "VAT", "rate": "0.1", "country": "DE"}).status == 403
    assert owner.get("/v1/admin/tax_settings").json == {
        "included_in": ["CN"], "rounding": "line", "shipping_class": "standard", "shipping_tax": {}, "classes": {}, "version": 3,
    }  # fmt: skip


def test_the_time_stock_is_held_is_a_setting() -> None:
    """X08"""
    held = {"hold_minutes": 45, "extend_minutes": 10, "auto_confirm_days": 3, "rest_hold_days": 5}
    told = held | {"price_limits": {"support": 2000, "manager": 10_000}, "version": 1}
    assert staff().put("/v1/admin/checkout_settings", held).json == told == staff().get("/v1/admin/checkout_settings").json
    order = a_cart(currency="CNY").place().json
    assert (order["placed_at"][:10] <= order["payment_deadline"][:10], order["status"]) == (True, "pending_payment")
    assert staff().put("/v1/admin/checkout_settings", {"hold_minutes": 0}).status == 422


@contextmanager
def tax_service(answer: Any, *, status: int = 200, delay: float = 0) -> Iterator[tuple[str, list[Any]]]:
    """Its address and what it was asked."""
    asked: list[Any] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(delay)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer(asked[-1]) if callable(answer) else answer).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_outside_service_decides_when_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """X05"""

    def answer(asked: Any) -> Any:
        line = {"code": "ny", "title": "NY", "amount": 89, "line_id": asked["lines"][0]["id"], "included": False}
        return {"taxes": [line, line | {"line_id": None, "amount": 7}]}

    buyer = a_cart(**US)
    with tax_service(answer) as (url, asked):
        monkeypatch.setenv("TAX_PROVIDER_URL", url)
        settings.settings.cache_clear()
        assert (totals(buyer), totals(buyer)) == ((1000, 1800, 96, 2896),) * 2
        assert buyer.place().json["totals"]["tax"]["amount"] == 96
    monkeypatch.undo()
    settings.settings.cache_clear()
    (question,) = asked
    assert question["address"] == {
        "country": "US", "subdivision": "US-NY", "province": "NY", "city": "New York", "postal_code": "10001",
    }  # fmt: skip
    assert (question["currency"], question["shipping"], question["lines"][0]["amount"]) == ("USD", 1800, 1000)


TOLD: dict[str, Any] = {"code": "x", "title": "x", "amount": 1, "line_id": "line_1", "included": False}


def test_a_service_of_a_package_decides_and_when_it_is_gone_our_own_rates_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """P04, X05: `plugin:tenth`; also for one that is installed nowhere."""
    buyer = a_cart(**US)
    own = totals(buyer)
    for name, tax in (("tenth", 280), ("gone", own[2])):
        monkeypatch.setenv("TAX_PROVIDER_URL", f"plugin:{name}")
        settings.settings.cache_clear()
        with installed(tmp_path):
            assert totals(buyer)[2] == tax
    monkeypatch.undo()
    settings.settings.cache_clear()
    assert totals(buyer) == own


@pytest.mark.parametrize("wrong", [RuntimeError(), KeyError(), OSError(), NoAnswer("x"), [{}], [TOLD | {"amount": -1}], None, 7])
def test_a_service_of_a_package_that_fails_or_answers_nonsense_is_passed_over(wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """P04"""

    class Service:
        def taxes(self, _goods: Any, *, time_limit: float) -> Any:
            assert time_limit == 1.0
            if isinstance(wrong, Exception):
                raise wrong
            return wrong

    monkeypatch.setattr(tax_provider, "_brought", lambda _: Service())
    assert asked_of(BroughtTaxProvider("plugin:x")) == OWN


LINES = [PricedLine("line_1", 1, 1000, 1000)]
OWN = [Tax("own", "Own", 40, "line_1", False)]
HERE = Address("Li", "1", "US", "NY", "New York", "", "x")


def asked_of(provider: HttpTaxProvider) -> Any:
    return with_fall_back(provider, lambda _lines, _fee: OWN, address=HERE, currency="USD", classes={})(LINES, 0)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"taxes": [{"code": "x", "title": "x", "amount": -1, "line_id": None, "included": False}]}, 200),
        ({"taxes": [{"code": "x", "title": "x", "amount": 1.5, "line_id": None, "included": False}]}, 200),
        ({"taxes": [{"code": "x", "title": "x", "amount": 1, "line_id": "line_9", "included": False}]}, 200),
        ({"taxes": None}, 200),
        ([], 200),
        ({"taxes": []}, 500),
        ({"taxes": [TOLD | {"rate": "x"}]}, 200),
        ({"taxes": [TOLD | {"rate": "13"}]}, 200),
        ({"taxes": [TOLD | {"base": -1}]}, 200),
        ({"taxes": [TOLD | {"base": "10"}]}, 200),
        ({"taxes": [TOLD | {"included": True, "amount": 1001}]}, 200),
    ],
)
def test_a_wrong_answer_is_no_answer(answer: Any, status: int) -> None:
    """X05"""
    with tax_service(answer, status=status) as (url, _):
        assert asked_of(HttpTaxProvider(url)) == OWN


def test_what_the_service_tells_besides_is_kept() -> None:
    """X05, F-A21: without a base the tax counts on the whole price, less what is in it."""
    told = [TOLD | {"rate": "0.04", "base": 25}, TOLD | {"included": True, "amount": 100}, TOLD | {"line_id": None, "amount": 2}]
    with tax_service({"taxes": told}) as (url, _):
        assert [(tax.rate, tax.base) for tax in asked_of(HttpTaxProvider(url))] == [("0.04", 25), ("", 900), ("", 0)]


def test_a_slow_service_is_not_waited_for_and_then_left_alone() -> None:
    """X05"""
    with tax_service({"taxes": []}, delay=0.6) as (url, asked):
        provider = HttpTaxProvider(url, time_limit=0.1)
        started = time.monotonic()
        assert asked_of(provider) == OWN
        assert time.monotonic() - started < 0.5
        assert (asked_of(provider), len(asked)) == (OWN, 1)
