"""A checkout session in ACP's words. What is said is closed: nothing that the schema does not name."""

from __future__ import annotations

from datetime import date
from typing import Any

from functions.agents.acp.messages import SOLD_AHEAD, messages_of
from functions.agents.acp.order_view import order_document
from functions.agents.acp.totals import total, totals_of
from functions.agents.acp.version import VERSION
from functions.agents.model.session import OPEN
from functions.agents.sessions.checkout import INCOMPLETE, READY, Checkout
from functions.agents.ucp.messages import code_refused
from functions.orders import basket_link
from functions.payments import lenders
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.plain.store_time import start_of_day

_STATES = {INCOMPLETE: "not_ready_for_payment", READY: "ready_for_payment"}
_HANDLER = "dev.acp.tokenized.card"
_DOCS = "https://acp.dev"


def checkout_view(checkout: Checkout) -> dict[str, Any]:
    session, shown = checkout.session, checkout.basket.shown
    placed = checkout.placed
    source = placed.shown if placed is not None else shown
    state = checkout.state
    view: dict[str, Any] = {
        "id": session.id,
        "protocol": {"version": VERSION},
        "capabilities": capabilities(),
        "status": "incomplete" if state == INCOMPLETE and not shown.lines else _STATES.get(state, state),
        "currency": shown.currency.lower(),
        "line_items": [line_view(line) for line in source.lines],
        "totals": totals_of(source.totals),
        "fulfillment_options": [_option(one) for one in checkout.basket.options],
        "messages": messages_of(checkout),
        "links": _links(),
        "created_at": session.created_at,
        "expires_at": session.expires_at,
    }
    view |= people(checkout)
    if (chosen := shown.delivery_option) is not None:
        items = [line.variant_id for line in source.lines]
        view["selected_fulfillment_options"] = [{"type": "shipping", "option_id": chosen.id, "item_ids": items}]
    if session.asked.codes:
        view["discounts"] = discounts(checkout)
    if placed is not None and state == "completed":
        view["order"] = order_document(placed, session.id)
    elif placed is not None:
        view["continue_url"] = placed.link
    elif session.status == OPEN:
        view["continue_url"] = basket_link(session.cart_id)
    return view


def capabilities() -> dict[str, Any]:
    handlers = [
        {
            "id": one.provider,
            "name": _HANDLER,
            "version": VERSION,
            "spec": f"{_DOCS}/handlers/tokenized.card",
            "requires_delegate_payment": True,
            "requires_pci_compliance": False,
            "psp": one.provider,
            "config_schema": f"{_DOCS}/schemas/handlers/tokenized.card/config.json",
            "instrument_schemas": [f"{_DOCS}/schemas/handlers/tokenized.card/instrument.json"],
            "config": {"merchant_id": one.account, "psp": one.provider},
        }
        for one in lenders()
    ]
    return {"payment": {"handlers": handlers}, "interventions": {"supported": []}}


def line_view(line: Any) -> dict[str, Any]:
    told = [total("subtotal", line.subtotal.amount)]
    told += [total("items_discount", -line.discount.amount)] if line.discount.amount else []
    told += [total("tax", line.tax.amount)] if line.tax.amount else []
    view = {
        "id": line.id,
        "item": {"id": line.variant_id, "name": line.title, "unit_amount": line.unit_price.amount},
        "quantity": line.quantity,
        "name": line.title,
        "unit_amount": line.unit_price.amount,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "sku": line.sku,
        "totals": [*told, total("total", line.total.amount)],
    }
    if line.sold_as:
        view["availability_status"] = SOLD_AHEAD[line.sold_as]
    if line.promised_on:
        view["fulfillable_on"] = _morning(line.promised_on)
    if line.image:
        view["images"] = [line.image if "://" in line.image else f"{settings().public_base_url}{line.image}"]
    return view


def _morning(day: str) -> str:
    """The field is a time: the beginning of the day, on the store's clock."""
    return times.iso(start_of_day(date.fromisoformat(day), settings().store_timezone))


def _option(one: Any) -> dict[str, Any]:
    told = {"description": f"Promised for {one.promised_date}"} if one.promised_date else {}
    return {
        "type": "shipping",
        "id": one.id,
        "title": one.service_name or one.service,
        "carrier": one.carrier,
        **told,
        "totals": [total("total", one.fee.amount)],
    }


def _links() -> list[dict[str, str]]:
    help_page = f"{settings().public_base_url}/o/help"
    kinds = ("terms_of_use", "privacy_policy", "return_policy", "shipping_policy")
    return [{"type": kind, "url": f"{help_page}?q={kind.partition('_')[0]}"} for kind in kinds]


def people(checkout: Checkout) -> dict[str, Any]:
    asked, view = checkout.session.asked, dict[str, Any]()
    buyer, to = asked.buyer, asked.destination
    if buyer.email:
        told = {"first_name": buyer.first_name, "last_name": buyer.last_name, "email": buyer.email, "phone_number": buyer.phone}
        view["buyer"] = {name: text for name, text in told.items() if text}
    if to is not None:
        lines = {"line_two": to.district} if to.district else {}
        address = {"name": to.name, "line_one": to.street, **lines, "city": to.city, "state": to.region, "country": to.country}
        details = {"name": to.name, "phone_number": to.phone, "address": address | {"postal_code": to.postal_code}}
        view["fulfillment_details"] = {name: told for name, told in details.items() if told}
    return view


def discounts(checkout: Checkout) -> dict[str, Any]:
    promotions = checkout.basket.shown.promotions
    applied = [
        {
            "id": f"discount_{n + 1}",
            "coupon": {"id": one.code or f"discount_{n + 1}", "name": one.text},
            "amount": one.amount.amount,
            "automatic": one.code is None,
            **({"code": one.code} if one.code else {}),
        }
        for n, one in enumerate(promotions.applied)
    ]
    codes = list(checkout.session.asked.codes)
    rejected = {
        one.code: {"code": one.code, "reason": code_refused(one.reason), "message": one.text} for one in promotions.refused if one.code
    }
    # A code that nobody knows is in no cart: it is told with the change that brought it.
    for fault in checkout.problems:
        _, _, place = fault.pointer.partition("/codes/")
        if place.isdigit() and int(place) < len(codes):
            code = codes[int(place)]
            rejected[code] = {"code": code, "reason": code_refused(fault.code), "message": fault.detail}
    return {"codes": codes, "applied": applied, "rejected": list(rejected.values())}
