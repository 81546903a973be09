"""The edges of the deployed APIs: refusals that no function of ours renders, the published contract, browsers."""

from __future__ import annotations

import json
import uuid

import pytest
import urllib3

from infra.compose import ROOT
from tests.journeys.behind import Behind
from tests.journeys.conftest import Served
from tests.journeys.shopper import Shop, eventually


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/products/prod_00000000000000000000000000", 404),
        ("GET", "/v1/products/prod%0A0", 404),
        ("GET", "/v1/admin/orders", 401),
    ],
)
def test_every_refusal_is_a_problem_document(shop: Shop, method: str, path: str, status: int) -> None:
    answer = shop.call(method, path)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json
    assert problem["status"] == status
    assert problem["code"]
    assert problem["request_id"]
    assert problem["title"]


def test_staff_and_shoppers_call_one_host_and_reach_three_apis(shop: Shop, served: Served, behind: Behind) -> None:
    """What one of them has is not there at the others, whose paths are its own."""
    variant = shop.a_variant()
    product = f"/products/{variant['product_id']}"
    assert shop.get(f"/v1{product}?currency=CNY")["id"] == shop.get(f"/v1/admin{product}", **shop.staff())["id"]

    apis = {api["name"]: api["id"] for api in behind.aws.client("apigateway").get_rest_apis()["items"]}
    names = ("shop-local", "shop-local-staff", "shop-local-staff-orders")
    assert set(apis) == set(names)

    def status(api: str, path: str) -> int:
        url = f"http://127.0.0.1:{served.aws_port}/_aws/execute-api/{apis[api]}/local{path}"
        return urllib3.request("GET", url, headers=shop.staff(), retries=False, timeout=60).status

    assert [status(api, f"/v1{product}?currency=CNY") for api in names] == [200, 404, 404]
    assert [status(api, f"/v1/admin{product}") for api in names] == [404, 200, 404]
    assert [status(api, "/v1/admin/orders?limit=1") for api in names] == [404, 404, 200]


def test_both_refuse_in_one_shape(shop: Shop) -> None:
    for path in ("/v1/nothing", "/v1/admin/nothing", "/v1/admin", "/v1/administrators"):
        answer = shop.call("GET", path, **shop.staff())
        assert (answer.status, answer.json["code"], answer.headers["content-type"]) == (404, "not_found", "application/problem+json"), path
    for path, allowed in (("/v1/products", {"GET", "HEAD"}), ("/v1/admin/products", {"GET", "HEAD", "POST"})):
        wrong = shop.call("PATCH", path, {}, **shop.staff())
        assert (wrong.status, wrong.json["code"]) == (405, "method_not_allowed"), path
        assert set(wrong.headers["allow"].split(", ")) == allowed, path


def test_a_customer_may_not_do_what_staff_may(shop: Shop) -> None:
    """H07"""
    answer = shop.call("POST", "/v1/admin/categories", {"name": {"en": "x"}}, **shop.staff("customer"))
    assert (answer.status, answer.json["code"]) == (403, "forbidden")


def test_the_contract_is_served_whole(shop: Shop) -> None:
    """X04: as it is published here, where it is known to be valid (tests/architecture/test_contract.py)."""
    assert shop.get("/v1/openapi.json") == json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))


def test_a_storefront_in_a_browser_may_call(shop: Shop) -> None:
    preflight = shop.call("OPTIONS", "/v1/carts", Origin="https://shop.example", Access_Control_Request_Method="POST")
    assert preflight.status in (200, 204)
    assert preflight.headers["access-control-allow-origin"] in ("*", "https://shop.example")
    assert "POST" in preflight.headers["access-control-allow-methods"]
    answer = shop.call("GET", "/v1/categories", Origin="https://shop.example")
    assert answer.headers["access-control-allow-origin"] in ("*", "https://shop.example")


def test_a_request_writes_one_structured_line_that_can_be_found(shop: Shop, served: Served) -> None:
    """P03: by the id the caller gave it; `shop logs` shows it."""
    mark = f"journey-{uuid.uuid4()}"
    answer = shop.call("GET", "/v1/categories", X_Correlation_Id=mark)
    lines = [json.loads(line) for line in served.command("logs", "catalog-browse").splitlines()]
    (line,) = [line for line in lines if line["correlation_id"] == mark]
    assert (line["level"], line["service"], line["message"]) == ("INFO", "catalog-browse", "request")
    assert (line["operation"], line["status"]) == ("GET /v1/categories", 200)
    assert line["duration"] > 0
    assert line["request_id"] == answer.headers["x-request-id"]


def test_one_id_ties_an_order_to_the_mail_it_caused(shop: Shop, served: Served) -> None:
    """P03: from the request over the stream, the bus and a queue."""
    mark = f"journey-{uuid.uuid4()}"
    cart_id, own = shop.filled_cart(shop.a_variant()["id"])
    order = shop.send("POST", "/v1/orders", {"cart_id": cart_id}, 201, X_Correlation_Id=mark, **own)

    def facts() -> list[tuple[str, str]]:
        lines = [json.loads(line) for line in served.command("logs", "notifier").splitlines()]
        return [
            (line["event"], line["order_id"]) for line in lines if line.get("correlation_id") == mark and line["message"] == "message.sent"
        ]

    assert eventually(facts, bool) == [("order.placed", order["id"])]


def test_real_catalogues_are_read_in_both_languages(shop: Shop) -> None:
    """P11: the demo catalogue that every shop starts with."""
    chinese = shop.get("/v1/products?limit=100", Accept_Language="zh")["data"]
    english = shop.get("/v1/products?limit=100", Accept_Language="en")["data"]
    assert len(chinese) >= 25
    titles = {product["id"]: product["title"] for product in chinese}
    assert any(titles[product["id"]] != product["title"] for product in english if product["id"] in titles)


def test_what_somebody_takes_back_is_heard_and_forgotten(shop: Shop) -> None:
    """H04, O01: a decision leaves its table, and who keeps what it was about hears of it."""
    who = shop.customer()

    def decide(given: bool) -> None:
        decision = {"purpose": "profile_details", "given": given, "text_version": "2026-11"}
        shop.send("PUT", "/v1/me/consents", {"consents": [decision]}, **who.own)

    decide(True)
    assert shop.send("PATCH", "/v1/me", {"birth_date": "1990-02-28"}, **who.own)["birth_date"] == "1990-02-28"
    decide(False)
    eventually(lambda: shop.get("/v1/me", **who.own)["birth_date"], lambda told: told is None)
