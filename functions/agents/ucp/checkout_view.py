"""A checkout session in UCP's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.agents.model.profile import CONSENT, DISCOUNT, FULFILLMENT
from functions.agents.model.session import OPEN, Asked, Destination
from functions.agents.sessions.checkout import INCOMPLETE, Checkout
from functions.agents.trust.order_handles import handle_of
from functions.agents.ucp.messages import messages_of
from functions.agents.ucp.own_profile import envelope
from functions.agents.ucp.totals import total, totals_of
from functions.orders import basket_link
from functions.shared.plain.settings import settings

METHOD, GROUP = "shipping", "group_1"


def checkout_view(checkout: Checkout, version: str, in_common: Mapping[str, str]) -> dict[str, Any]:
    session, shown = checkout.session, checkout.basket.shown
    delivers = FULFILLMENT in in_common
    status = checkout.state
    if status == INCOMPLETE and not delivers and shown.lines and checkout.basket.sends:
        status = "requires_escalation"
    view: dict[str, Any] = {
        "ucp": envelope(version, in_common, "checkout", pays=True),
        "id": session.id,
        "status": status,
        "currency": shown.currency,
        "line_items": lines_of(checkout),
        "totals": _totals(checkout),
        "messages": messages_of(checkout, delivers=delivers),
        "links": links(),
        "expires_at": session.expires_at,
    }
    if buyer := buyer_of(session.asked, consent=CONSENT in in_common):
        view["buyer"] = buyer
    if delivers:
        view["fulfillment"] = {"methods": [_method(checkout, version)] if checkout.basket.sends else []}
    if DISCOUNT in in_common:
        view["discounts"] = discounts(checkout)
    if checkout.placed is not None:
        order = checkout.placed
        if status == "completed":
            view["order"] = {"id": handle_of(order.shown.id), "label": order.shown.number, "permalink_url": order.link}
        else:
            view["continue_url"] = order.link
    elif session.status == OPEN:
        view["continue_url"] = basket_link(session.cart_id)
    return view


def links() -> list[dict[str, str]]:
    help_page = f"{settings().public_base_url}/o/help"
    kinds = ("privacy_policy", "terms_of_service", "refund_policy", "shipping_policy")
    return [{"type": kind, "url": f"{help_page}?q={kind.partition('_')[0]}"} for kind in kinds]


def lines_of(checkout: Checkout) -> list[dict[str, Any]]:
    lines = checkout.placed.shown.lines if checkout.placed is not None else checkout.basket.shown.lines
    return [
        {
            "id": line.id,
            "item": {"id": line.variant_id, "title": line.title, "price": line.unit_price.amount, **_image(line.image)},
            "quantity": line.quantity,
            "totals": [
                total("subtotal", line.subtotal.amount),
                *([total("items_discount", -line.discount.amount)] if line.discount.amount else []),
                *([total("tax", line.tax.amount)] if line.tax.amount else []),
                total("total", line.total.amount),
            ],
        }
        for line in lines
    ]


def _image(address: str | None) -> dict[str, str]:
    if not address:
        return {}
    return {"image_url": address if "://" in address else f"{settings().public_base_url}{address}"}


def _totals(checkout: Checkout) -> list[dict[str, Any]]:
    return totals_of(checkout.placed.shown.totals if checkout.placed is not None else checkout.basket.shown.totals)


def buyer_of(asked: Asked, *, consent: bool) -> dict[str, Any]:
    buyer = asked.buyer
    told = {"first_name": buyer.first_name, "last_name": buyer.last_name, "email": buyer.email, "phone_number": buyer.phone}
    view: dict[str, Any] = {name: text for name, text in told.items() if text}
    if consent and buyer.consent:
        view["consent"] = {name: _purpose(name, given) for name, given in buyer.consent.items()}
    return view


def _purpose(name: str, given: bool) -> Any:
    """As it was said: 2026-04-08 has plain names and booleans, 2026-08-25 names of domains and purposes."""
    return {"granted": given, "source": "platform", "description": {"plain": name}} if "." in name else given


def _method(checkout: Checkout, version: str) -> dict[str, Any]:
    asked, basket = checkout.session.asked, checkout.basket
    ids = [line["id"] for line in lines_of(checkout)]
    chosen = basket.shown.delivery_option
    options = [
        {
            "id": one.id,
            "title": one.service_name or one.service,
            "carrier": one.carrier,
            "totals": [total("total", one.fee.amount)],
            **_promised(one.promised_date, version),
        }
        for one in basket.options
    ]
    to = asked.destination
    return {
        "id": METHOD,
        "type": "shipping",
        "line_item_ids": ids,
        "destinations": [_destination(one, version) for one in asked.destinations],
        "selected_destination_id": to.id if to else None,
        "groups": [{"id": GROUP, "line_item_ids": ids, "options": options, "selected_option_id": chosen.id if chosen else None}],
    }


def _promised(date: str, version: str) -> dict[str, Any]:
    if not date:
        return {}
    text = f"Promised for {date}"
    return {"description": text if version < "2026-08-25" else {"plain": text}}


def _destination(one: Destination, version: str) -> dict[str, Any]:
    told = {
        "street_address": one.street, "extended_address": one.district, "address_locality": one.city, "address_region": one.region,
        "postal_code": one.postal_code, "address_country": one.country, "first_name": one.first_name, "last_name": one.last_name,
        "phone_number": one.phone,
    }  # fmt: skip
    typed = {} if version < "2026-08-25" else {"type": "shipping_address"}
    return {"id": one.id, **typed, **{name: text for name, text in told.items() if text}}


def discounts(checkout: Checkout) -> dict[str, Any]:
    applied = [
        {
            "title": one.text,
            "amount": one.amount.amount,
            "automatic": one.code is None,
            **({"code": one.code} if one.code else {}),
        }
        for one in checkout.basket.shown.promotions.applied
    ]
    return {"codes": list(checkout.session.asked.codes), "applied": applied}
