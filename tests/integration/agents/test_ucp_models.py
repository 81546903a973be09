"""What we answer fits the models that the makers of UCP publish (ucp-sdk)."""

from __future__ import annotations

import json
from typing import Any

from ucp_sdk.models.schemas.common.types.error_response import ErrorResponse
from ucp_sdk.models.schemas.profile import BusinessSchema
from ucp_sdk.models.schemas.shopping.catalog_lookup import GetProductResponse, LookupResponse
from ucp_sdk.models.schemas.shopping.catalog_search import SearchResponse
from ucp_sdk.models.schemas.shopping.checkout import Checkout
from ucp_sdk.models.schemas.shopping.discount import Checkout as Discounted
from ucp_sdk.models.schemas.shopping.fulfillment import Checkout as Delivered
from ucp_sdk.models.schemas.shopping.order import Order

from functions.agents.app import app
from functions.catalog.app import rebuild_search
from functions.catalog.model.product import Product
from functions.catalog.store.records import ProductRecord
from tests.integration.agents.agent import SESSIONS, Agent, amount_of, basket, paid_with
from tests.integration.orders.buyer import a_variant
from tests.support.buckets import data_bucket
from tests.support.catalogue import HEADER, Merchant
from tests.support.http import Client


def _fits(document: Any, *models: Any) -> Any:
    for model in models:
        model.model_validate(document)
    return document


def test_answers_fit_the_published_models(agent: Agent) -> None:
    agent.version = "2026-08-25"
    agent.known()
    _fits(Client(app).get("/.well-known/ucp/2026-08-25").json, BusinessSchema)
    every = (Checkout, Discounted, Delivered)
    mug = a_variant()
    session = _fits(agent.opened(basket((mug, 1))), *every)["id"]
    _fits(agent.opened({"line_items": [{"item": {"id": mug}, "quantity": 1}]}), *every)
    _fits(agent.opened(basket((mug, 1), discounts={"codes": ["NO"]}, home={"id": "home", "address_country": "US"})), *every)
    _fits(agent.call("POST", SESSIONS, basket(("var_1", 1))).json, ErrorResponse)
    total = amount_of(agent.read(session))
    done = _fits(agent.call("POST", f"{SESSIONS}/{session}/complete", paid_with(agent.lent(session, total))).json, *every)
    assert done["status"] == "completed"
    _fits(agent.call("GET", f"/ucp/v1/orders/{done['order']['id']}").json, Order)


def test_products_are_found_and_looked_up(agent: Agent) -> None:
    rows = [
        "cup,Blue cup,<p>A <b>cup</b></p>,Potters,Mugs,tea,TRUE,Color,Blue,CUP-B,5,59.00,https://example.com/cup.jpg",
        "cup,,,,,,,Color,Red,CUP-R,0,61.00,",
    ]
    with data_bucket():
        Merchant().imported("\n".join([HEADER, *rows]))
        rebuild_search({}, None)
        found = agent.call("POST", "/ucp/v1/catalog/search", {"query": "cup"}).json["products"]
        assert [one["title"] for one in found] == ["Blue cup"]
    record = next(iter(ProductRecord.scan(ProductRecord.kind == "product")))
    blue_id = record.content(Product).variants[0].id
    record.update([ProductRecord.stock_states.set(json.dumps({blue_id: {"state": "in_stock", "seen": 1}}))])
    agent.version = "2026-08-25"
    agent.known()
    with data_bucket():
        rebuild_search({}, None)
        found = _fits(agent.call("POST", "/ucp/v1/catalog/search", {"filters": {"price": {"min": 100}}}).json, SearchResponse)
    [product] = found["products"]
    assert (product["description"]["plain"], product["price_range"]["max"]["amount"]) == ("A cup", 6100)
    assert [(one["availability"]["available"], one["price"]["amount"]) for one in product["variants"]] == [(True, 5900), (False, 6100)]
    blue, red = (one["id"] for one in product["variants"])
    ids = [product["id"], red, red, "var_00000000000000000000000000"]
    looked = _fits(agent.call("POST", "/ucp/v1/catalog/lookup", {"ids": ids}).json, LookupResponse)
    [same] = looked["products"]
    assert {one["id"]: [given["id"] for given in one["inputs"]] for one in same["variants"]} == {blue: [product["id"]], red: [red]}
    chosen = {"id": product["id"], "selected": [{"name": "Color", "label": "Red"}]}
    detail = _fits(agent.call("POST", "/ucp/v1/catalog/product", chosen).json, GetProductResponse)["product"]
    assert [one["id"] for one in detail["variants"]] == [red]
    assert detail["options"][0]["values"] == [
        {"label": "Blue", "exists": True, "available": True}, {"label": "Red", "exists": True, "available": False},
    ]  # fmt: skip
    assert agent.call("POST", "/ucp/v1/catalog/search", {}).status == 400
    assert agent.call("POST", "/ucp/v1/catalog/lookup", {"ids": [f"x{n}" for n in range(51)]}).json["code"] == "request_too_large"
    missing = agent.call("POST", "/ucp/v1/catalog/product", {"id": "prod_00000000000000000000000000"}).json
    assert missing["messages"][0]["code"] == "not_found"
