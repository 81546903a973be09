"""Gift cards, customers' credit and what is owed, for staff."""

from __future__ import annotations

from collections.abc import Sequence

from functions.loyalty.model.stored import Stored
from functions.loyalty.store.accounts import sums_of_all
from functions.loyalty.store.card_lists import cards_listed
from functions.loyalty.store.new_cards import IssuedCard
from functions.loyalty.store.owed import value_owed
from functions.loyalty.store.records import LoyaltyTable
from functions.loyalty.store.values import Booking, ValueKey, cards_of_batch, credits_of, key_of, value_moves
from functions.loyalty.stored.issue_batch import start_cards
from functions.loyalty.stored.issue_cards import issue_cards
from functions.loyalty.stored.move_credit import move_credit
from functions.loyalty.stored.schemas import (
    AllOwedOut,
    CardBatchIn,
    CardOut,
    CardsOut,
    CardsQuery,
    CreditMoveIn,
    CreditOut,
    CreditsOut,
    IssueCardsIn,
    IssuedCardsOut,
    MovesQuery,
    PointsOwed,
    StaffValueMovesOut,
    StepIn,
    ValueOwed,
    card_view,
    credit_view,
    issued_view,
    staff_move_view,
)
from functions.loyalty.stored.switch_card import CardStep, known_card, switch_card
from functions.platform import Job, JobView, PlatformTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import SumModel
from functions.shared.plain.errors import NotFound

stored_admin_api = Api("stored_value")
_LETTER = [(422, "one_card"), (422, "nobody"), (422, "day_over"), (422, "too_late")]
_READ, _WRITE, _CARDS, _CREDIT = "stored_value.read", "stored_value.write", "/v1/admin/gift_cards", "/v1/admin/store_credit/{id}"


@stored_admin_api.operation(
    "POST", _CARDS, summary="Issue gift cards", permission=_WRITE, body=IssueCardsIn, response=IssuedCardsOut, status=201,
    idempotent=LoyaltyTable, errors=[(422, "no_value"), (422, "over_already"), *_LETTER],
)  # fmt: skip
def post_cards(req: Request[IssueCardsIn, NoQuery]) -> Reply:
    """Their codes are in this answer only, and in the mail to who is named by `send_to`."""

    def reply(cards: Sequence[IssuedCard]) -> Reply:
        return Reply(IssuedCardsOut(batch=cards[0].card.batch, cards=[issued_view(one) for one in cards]), 201)

    body = req.body
    booking = Booking(req.caller.actor, reason=body.reason)
    return reply(
        issue_cards(
            body.worth.money(), body.count, expires_at=body.expires_at or "", active=body.active, booking=booking,
            remember=req.remembering(reply), send_to=body.send_to.told() if body.send_to else None,
        )
    )  # fmt: skip


@stored_admin_api.operation("GET", _CARDS, summary="Gift cards", permission=_READ, query=CardsQuery, response=CardsOut)
def list_cards(req: Request[NoBody, CardsQuery]) -> CardsOut:
    """Newest first; of a batch in the order of their ids. Never their codes."""
    asked = req.query
    if asked.batch:
        page = cards_of_batch(asked.batch, limit=asked.limit, cursor=asked.cursor)
    else:
        page = cards_listed(asked.status, limit=asked.limit, cursor=asked.cursor)
    return CardsOut(data=[card_view(one) for one in page.data], next_cursor=page.next_cursor)


@stored_admin_api.operation(
    "POST", f"{_CARDS}/batches", summary="Issue gift cards in bulk", permission=_WRITE, body=CardBatchIn, response=JobView, status=202,
    idempotent=PlatformTable, errors=[(422, "no_value"), (422, "over_already")],
)  # fmt: skip
def post_batch(req: Request[CardBatchIn, NoQuery]) -> Reply:
    """A job; its result is a CSV of the codes, which nothing else tells. Follow it under /v1/admin/jobs/{id}."""

    def reply(job: Job) -> Reply:
        return Reply(JobView.of(job), 202)

    body, actor = req.body, req.caller.actor
    end = body.expires_at or ""
    return reply(
        start_cards(body.worth.money(), body.count, expires_at=end, reason=body.reason, actor=actor, remember=req.remembering(reply))
    )


@stored_admin_api.operation(
    "GET", f"{_CARDS}/{{id}}", summary="A gift card", permission=_READ, response=CardOut, errors=[(404, "not_found")]
)
def read_card(req: Request[NoBody, NoQuery]) -> CardOut:
    return card_view(known_card(req.path["id"]))


@stored_admin_api.operation(
    "GET", f"{_CARDS}/{{id}}/moves", summary="What became of a gift card", permission=_READ, query=PageQuery, response=StaffValueMovesOut,
    errors=[(404, "not_found")],
)  # fmt: skip
def card_moves(req: Request[NoBody, PageQuery]) -> StaffValueMovesOut:
    """Newest first."""
    page = value_moves(key_of(known_card(req.path["id"])), limit=req.query.limit, cursor=req.query.cursor)
    return StaffValueMovesOut(data=[staff_move_view(one) for one in page.data], next_cursor=page.next_cursor)


@stored_admin_api.operation(
    "POST", f"{_CARDS}/{{id}}/{{step}}", summary="Activate, disable, enable, close or send a gift card", permission=_WRITE, body=StepIn,
    response=CardOut, idempotent=LoyaltyTable, errors=[(404, "not_found"), (409, "card_state"), (409, "not_sent")],
)  # fmt: skip
def post_step(req: Request[StepIn, NoQuery]) -> Reply:
    """`step`: activate | disable | enable | close | send (its code once more, for thirty days after it was sent by mail).

    What is left on a card that is closed is owed to nobody."""

    def reply(card: Stored) -> Reply:
        return Reply(card_view(card))

    if req.path["step"] not in {one.value for one in CardStep}:
        raise NotFound("A card has the steps activate, disable, enable, close and send.")
    booking = Booking(req.caller.actor, reason=req.body.reason)
    return reply(switch_card(req.path["id"], CardStep(req.path["step"]), booking=booking, remember=req.remembering(reply)))


@stored_admin_api.operation("GET", _CREDIT, summary="The credit of a customer", permission=_READ, response=CreditsOut)
def read_credit(req: Request[NoBody, NoQuery]) -> CreditsOut:
    """Of who never had any, there is none."""
    return CreditsOut(customer_id=req.path["id"], credits=[credit_view(one) for one in credits_of(req.path["id"])])


@stored_admin_api.operation(
    "GET", f"{_CREDIT}/moves", summary="What became of a customer's credit", permission=_READ, query=MovesQuery, response=StaffValueMovesOut
)
def credit_moves(req: Request[NoBody, MovesQuery]) -> StaffValueMovesOut:
    """Newest first."""
    page = value_moves(ValueKey(req.query.currency, customer_id=req.path["id"]), limit=req.query.limit, cursor=req.query.cursor)
    return StaffValueMovesOut(data=[staff_move_view(one) for one in page.data], next_cursor=page.next_cursor)


@stored_admin_api.operation(
    "POST", f"{_CREDIT}/moves", summary="Top up, correct or pay out a customer's credit", permission=_WRITE, body=CreditMoveIn,
    response=CreditOut, status=201, idempotent=LoyaltyTable,
    errors=[(404, "not_found"), (409, "credit_short"), (422, "no_value"), (422, "too_much")],
)  # fmt: skip
def post_credit_move(req: Request[CreditMoveIn, NoQuery]) -> Reply:
    """Never below 0."""

    def reply(credit: Stored) -> Reply:
        return Reply(credit_view(credit), 201)

    body = req.body
    booking = Booking(req.caller.actor, reason=body.reason)
    return reply(move_credit(req.path["id"], body.kind, body.amount.money(), booking=booking, remember=req.remembering(reply)))


@stored_admin_api.operation(
    "GET", "/v1/admin/owed", summary="What is owed in points, cards and credit", permission=_READ, response=AllOwedOut
)
def read_owed(_req: Request[NoBody, NoQuery]) -> AllOwedOut:
    """Equal to the ledgers at any moment, however many accounts there are."""
    points = sums_of_all()
    values = [ValueOwed(form=form, amount=SumModel(amount=amount, currency=currency)) for (form, currency), amount in value_owed().items()]
    return AllOwedOut(points=PointsOwed(pending=points.pending, usable=points.usable, debt=points.debt), values=values)
