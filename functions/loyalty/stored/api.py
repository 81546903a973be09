"""My credit, and what is on a gift card, over HTTP."""

from __future__ import annotations

from functions.loyalty.model.stored import Stored
from functions.loyalty.spending.card_ref import find_card, why_not
from functions.loyalty.store.records import LoyaltyTable
from functions.loyalty.store.values import Booking, ValueKey, credits_of, value_moves
from functions.loyalty.stored.move_credit import redeem_card
from functions.loyalty.stored.schemas import (
    CardBalanceOut,
    CardCodeIn,
    CreditOut,
    CreditsOut,
    MovesQuery,
    ValueMovesOut,
    balance_view,
    credit_view,
    move_view,
)
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

stored_api = Api("stored_value")
_MINE = "/v1/me/store_credit"


@stored_api.operation(
    "POST",
    "/v1/gift_cards/balance",
    summary="What is on a gift card",
    body=CardCodeIn,
    response=CardBalanceOut,
    errors=[(404, "unknown_card")],
)
def card_balance(req: Request[CardCodeIn, NoQuery]) -> CardBalanceOut:
    """Whoever has the code may know it. Wrong codes are counted."""
    card = find_card(req.body.code)
    return balance_view(card, why_not(card))


@stored_api.operation("GET", _MINE, summary="My credit", permission="customer", response=CreditsOut)
def my_credit(req: Request[NoBody, NoQuery]) -> CreditsOut:
    return CreditsOut(customer_id=req.caller.id, credits=[credit_view(one) for one in credits_of(req.caller.id)])


@stored_api.operation(
    "GET", f"{_MINE}/moves", summary="What became of my credit", permission="customer", query=MovesQuery, response=ValueMovesOut
)
def my_moves(req: Request[NoBody, MovesQuery]) -> ValueMovesOut:
    """Newest first."""
    page = value_moves(ValueKey(req.query.currency, customer_id=req.caller.id), limit=req.query.limit, cursor=req.query.cursor)
    return ValueMovesOut(data=[move_view(one) for one in page.data], next_cursor=page.next_cursor)


@stored_api.operation(
    "POST", f"{_MINE}/redeem", summary="Make a gift card my credit", permission="customer", body=CardCodeIn, response=CreditOut,
    status=201, idempotent=LoyaltyTable, errors=[(404, "unknown_card"), (409, "card_unusable"), (422, "too_much")],
)  # fmt: skip
def redeem(req: Request[CardCodeIn, NoQuery]) -> Reply:
    """All that is on it. It has no end any more."""

    def reply(credit: Stored) -> Reply:
        return Reply(credit_view(credit), 201)

    return reply(redeem_card(req.caller.id, req.body.code, booking=Booking(req.caller.actor), remember=req.remembering(reply)))
