"""Beside UCP: the help centre searched, an order tracked, a return asked for. What moves goods takes two calls: the first says what would
happen, and gives the token that the second one needs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from cryptography.exceptions import InvalidTag
from pydantic import Field, StringConstraints

from functions.aftersales import RETURN_REASONS, cases_on_page, return_offered, return_on_page
from functions.agents.trust.order_handles import handle_of, order_of
from functions.agents.trust.refused import Refused
from functions.agents.ucp.requests import Name, Told
from functions.content import search_articles
from functions.orders import placed_order, sealed, unsealed
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.settings import settings

LASTS = timedelta(minutes=10)
MOST = 10


class HelpIn(Told):
    query: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class TrackIn(Told):
    id: Name


class PieceIn(Told):
    id: Name
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)]


class ReturnIn(Told):
    id: Name
    line_items: Annotated[list[PieceIn], Field(min_length=1, max_length=90)]
    reason: Name
    confirm_token: Annotated[str, StringConstraints(max_length=20_000)] = ""


def search_help(asked: HelpIn, languages: list[str]) -> dict[str, Any]:
    base = settings().public_base_url
    found = search_articles(asked.query, None, languages).data[:MOST]
    return {"articles": [{"title": one.title, "summary": one.summary, "url": f"{base}/o/help/{one.slug}"} for one in found]}


def track_order(asked: TrackIn, languages: list[str]) -> dict[str, Any]:
    """Raises NotFound."""
    order_id = order_of(asked.id)
    placed = placed_order(order_id, languages)
    order = placed.shown
    return {
        "id": handle_of(order_id),
        "label": order.number,
        "status": order.status,
        "payment_status": order.payment_status,
        "promised": order.delivery_option.promised_date,
        "permalink_url": placed.link,
        "parcels": [
            {"carrier": one.carrier, "tracking_number": one.waybill, "status": str(one.status), "expected": one.eta}
            for one in order.shipments
        ],
        "returns": [{"id": one.id, "next": one.next.value, "line_items": dict(one.pieces)} for one in cases_on_page(order_id)],
    }


def request_return(asked: ReturnIn, languages: list[str]) -> dict[str, Any]:
    """Raises NotFound, Refused (400), and what opening a return refuses: nobody is asked to confirm what would be refused then."""
    order_id = order_of(asked.id)
    order = placed_order(order_id, languages).shown
    lines = {line.id: line for line in order.lines}
    pieces: Counter[str] = Counter()
    for one in asked.line_items:
        pieces[one.id] += one.quantity
    if asked.reason not in RETURN_REASONS:
        raise Refused("invalid_request", "reason: one of " + ", ".join(RETURN_REASONS))
    if unknown := sorted(set(pieces) - set(lines)):
        raise Refused("invalid_request", f"line_items: the order has no line {unknown[0][:100]}.")
    if much := [lines[line_id] for line_id, count in sorted(pieces.items()) if count > lines[line_id].quantity]:
        raise Refused("invalid_request", f"line_items: of {much[0].id} the order has {much[0].quantity}.")
    wish = {"order": order_id, "pieces": dict(sorted(pieces.items())), "reason": asked.reason}
    caller = Caller(order=order_id)
    if not asked.confirm_token:
        back = return_offered(order_id, pieces, asked.reason, caller=caller)
        until = times.iso(clock.now() + LASTS)
        shown = [{"id": line_id, "title": lines[line_id].title, "quantity": count} for line_id, count in pieces.items()]
        told = "Show this to the buyer. Nothing has happened yet; call again with confirm_token when they agree."
        token = sealed(json.dumps(wish | {"until": until, "once": until}))
        return {"status": "needs_confirmation", "would_return": shown, "would_refund": {"amount": back.amount, "currency": back.currency},
                "reason": asked.reason, "content": told, "confirm_token": token, "expires_at": until}  # fmt: skip
    once = _confirmed(asked.confirm_token, wish)
    return_on_page(order_id, once, pieces, asked.reason, caller=caller)
    return {"status": "requested", "returns": [{"id": one.id, "next": one.next.value} for one in cases_on_page(order_id)]}


def _confirmed(token: str, wish: Mapping[str, Any]) -> str:
    """Raises Refused for a token of another wish, or one that is over."""
    try:
        told = json.loads(unsealed(token))
        same = {name: told[name] for name in wish} == dict(wish) and str(told["until"]) > times.iso(clock.now())
    except (Unreadable, InvalidTag, ValueError, KeyError, TypeError, IndexError) as error:
        raise Refused("invalid_request", "confirm_token: not one of ours.") from error
    if not same:
        raise Refused("invalid_request", "confirm_token: for something else, or over. Ask again without it.")
    return str(told["once"])
