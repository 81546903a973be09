"""Searching and looking up for agents: what UCP asks, as the catalogue takes it."""

from __future__ import annotations

from typing import Any

from functions.agents.trust.refused import Refused
from functions.agents.ucp.catalog_view import detail_document, product_document
from functions.agents.ucp.requests import ContextIn, LookupIn, ProductIn, SearchIn
from functions.catalog import ProductView, products_named, search_products
from functions.pricing import Shopper
from functions.promotions import shopper_of
from functions.shared.auth.caller import Caller
from functions.shared.plain.errors import Invalid

_CHANNEL = "agent:catalog"
"""All agents are one."""
MOST_RESULTS, MOST_IDS = 50, 50


def shopper(customer: str = "") -> Shopper:
    """No agent is in any group; whoever let one act for them is in theirs."""
    return shopper_of(Caller(id=customer, channel=_CHANNEL))


class TooLarge(Invalid):
    """More than is answered at once (UCP: 400 `request_too_large`)."""

    status, code, title = 400, "request_too_large", "Too much is asked for at once"


def search(asked: SearchIn, languages: list[str], customer: str = "") -> dict[str, Any]:
    """Raises Refused (400) when neither words nor filters that we know are sent; Invalid (422); Unavailable (503)."""
    filters = asked.filters
    if not asked.query.strip() and not filters.says:
        raise Refused("invalid_request", "Send a query or filters.")
    query: dict[str, Any] = {"limit": min(asked.pagination.limit, MOST_RESULTS), **_market(asked.context)}
    # `*` is how agents ask for anything.
    query |= {"q": asked.query} if asked.query.strip() not in ("", "*") else {}
    query |= {"cursor": asked.pagination.cursor} if asked.pagination.cursor else {}
    query |= {"category": list(filters.categories)} if filters.categories else {}
    query |= {"price_min": filters.price.min} if filters.price.min is not None else {}
    query |= {"price_max": filters.price.max} if filters.price.max is not None else {}
    found = search_products(query, languages, shopper(customer))
    page: dict[str, Any] = {"has_next_page": found.next_cursor is not None}
    page |= {"cursor": found.next_cursor} if found.next_cursor else {}
    page |= {"total_count": found.total} if found.total is not None else {}
    return {"products": [product_document(one) for one in found.products if one.variants], "pagination": page}


def look_up(asked: LookupIn, languages: list[str], customer: str = "") -> dict[str, Any]:
    """What is not there is not in the answer. Raises TooLarge (400)."""
    names = list(dict.fromkeys(asked.ids))
    if len(names) > MOST_IDS:
        raise TooLarge(f"At most {MOST_IDS} ids at once.")
    found = products_named(names, _market(asked.context), languages, shopper(customer))
    products = {one.id: one for one in found.values()}
    inputs: dict[str, dict[str, list[str]]] = {product_id: {} for product_id in products}
    for name, product in found.items():
        for variant_id in _meant(name, product):
            inputs[product.id].setdefault(variant_id, []).append(name)
    shown = [product_document(one, inputs[one.id], only=list(inputs[one.id])) for one in products.values() if inputs[one.id]]
    missing = [name for name in names if name not in found]
    told = [{"type": "info", "code": "not_found", "content": f"There is no {name[:100]}."} for name in missing]
    return {"products": shown} | ({"messages": told} if told else {})


def _meant(name: str, product: ProductView) -> list[str]:
    """A product's id means its first variant, a variant's id that one."""
    if name == product.id:
        return [product.variants[0].id] if product.variants else []
    return [one.id for one in product.variants if one.id == name]


def product_detail(asked: ProductIn, languages: list[str], customer: str = "") -> dict[str, Any] | None:
    """None for what is not there."""
    found = products_named([asked.id], _market(asked.context), languages, shopper(customer)).get(asked.id)
    if found is None or not found.variants:
        return None
    own = next((one for one in found.variants if one.id == asked.id), None)
    selected = {one.name: one.label for one in asked.selected} or (dict(own.options) if own else {})
    return {"product": detail_document(found, selected)}


def _market(context: ContextIn) -> dict[str, Any]:
    told = {"currency": context.currency.upper(), "country": context.address_country.upper()}
    return {name: text for name, text in told.items() if text}
