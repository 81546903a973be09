"""Gift cards and credit over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.loyalty.model.card_code import shown
from functions.loyalty.model.stored import Form, State, Stored, ValueBook, ValueKind
from functions.loyalty.store.new_cards import IssuedCard
from functions.loyalty.store.values import ValueMove
from functions.loyalty.stored.issue_cards import MOST_CARDS
from functions.loyalty.stored.move_credit import CreditMove
from functions.shared.contact.card_to_fields import CardToIn
from functions.shared.http.moments import MomentText
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Currency, MoneyModel, Price, Schema, SumModel, Text
from functions.shared.outside import clock

TypedCode = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class IssueCardsIn(Schema):
    worth: Price = Field(description="Of each.")
    count: Annotated[int, Field(strict=True, ge=1, le=MOST_CARDS)] = 1
    expires_at: MomentText | None = Field(default=None, description="The first moment in which they cannot be used; null: never.")
    active: bool = Field(default=True, description="`false`: they are worth nothing before they are activated.")
    reason: Text = Field(description="For staff.", examples=["Sold at the counter"])
    send_to: CardToIn | None = Field(default=None, description="Of one active card: whom its code is sent to by mail.")


class CardBatchIn(Schema):
    """All of them are active."""

    worth: Price = Field(description="Of each.")
    count: Annotated[int, Field(strict=True, ge=1, le=10_000)] = Field(examples=[500])
    expires_at: MomentText | None = Field(default=None, description="The first moment in which they cannot be used; null: never.")
    reason: Text = Field(description="For staff.", examples=["Christmas 2026"])


class CardOut(Schema):
    """status: inactive | active | disabled | closed. `usable`: what can be paid with it now; 0 once it is over."""

    id: str
    status: State
    worth: MoneyModel
    balance: MoneyModel
    usable: MoneyModel
    last4: str
    batch: str
    issued_at: str
    expires_at: str | None


class IssuedCardOut(CardOut):
    code: str = Field(description="Shown here once and kept nowhere.", examples=["7QK3-M0ZD-81VX-W4RT"])


class IssuedCardsOut(Schema):
    """All cards of one batch."""

    batch: str
    cards: list[IssuedCardOut]


class CardsQuery(PageQuery):
    batch: Text | None = Field(default=None, examples=["bat_01JD0000000000000000000000"])
    status: State | None = Field(default=None, description="Of all cards; a batch is not asked by it.")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.batch and self.status:
            raise PydanticCustomError("filters_apart", "A batch is listed whole: send `batch` or `status`.", {"at": "status"})
        return self


class CardsOut(Schema):
    data: list[CardOut]
    next_cursor: str | None


class StepIn(Schema):
    reason: Text = Field(description="For staff.", examples=["Reported as stolen"])


class CardCodeIn(Schema):
    code: TypedCode = Field(description="Blanks, hyphens, case and look-alike characters do not matter.", examples=["7QK3-M0ZD-81VX-W4RT"])


class CardBalanceOut(Schema):
    """`reason`: why it cannot be used (disabled, closed, expired or empty); null where it can."""

    id: str
    last4: str
    balance: MoneyModel
    expires_at: str | None
    reason: Literal["inactive", "disabled", "closed", "expired", "empty"] | None


class CreditOut(Schema):
    balance: MoneyModel


class CreditsOut(Schema):
    """One per currency that there ever was any in."""

    customer_id: str
    credits: list[CreditOut]


class CreditMoveIn(Schema):
    kind: CreditMove = Field(description="`take` corrects what was given; `pay_out`: finance have sent the money.")
    amount: Price
    reason: Text = Field(description="For staff; of a pay-out with the reference of the transfer.", examples=["Parcel was late"])


class MovesQuery(PageQuery):
    currency: Currency = Field(examples=["CNY"])


class ValueMoveOut(Schema):
    """`source` and `target`: from one book to the other. `balance`: after it."""

    id: str
    kind: ValueKind
    amount: MoneyModel
    source: ValueBook
    target: ValueBook
    at: str
    order_id: str | None
    balance: MoneyModel


class ValueMovesOut(Schema):
    data: list[ValueMoveOut]
    next_cursor: str | None


class StaffValueMoveOut(ValueMoveOut):
    """`by`: customer, staff or system. `reason`: what staff said."""

    by: str
    reason: str


class StaffValueMovesOut(Schema):
    data: list[StaffValueMoveOut]
    next_cursor: str | None


class ValueOwed(Schema):
    form: Form
    amount: SumModel


class PointsOwed(Schema):
    pending: int
    usable: int
    debt: int


class AllOwedOut(Schema):
    """What the shop owes to its customers, equal to its ledgers: points, and by currency what is on gift cards and in customers' credit.
    What ended in the last minute may still be in it."""

    points: PointsOwed
    values: list[ValueOwed]


def card_view(card: Stored) -> CardOut:
    return CardOut(**_card(card))


def issued_view(one: IssuedCard) -> IssuedCardOut:
    return IssuedCardOut(**_card(one.card), code=shown(one.code))


def balance_view(card: Stored, reason: str) -> CardBalanceOut:
    return CardBalanceOut.model_validate(
        {"id": card.id, "last4": card.last4, "balance": MoneyModel.shown(card.balance, card.currency),
         "expires_at": card.expires_at or None, "reason": reason or None}
    )  # fmt: skip


def credit_view(credit: Stored) -> CreditOut:
    return CreditOut(balance=MoneyModel.shown(credit.balance, credit.currency))


def move_view(move: ValueMove) -> ValueMoveOut:
    return ValueMoveOut(**_move(move))


def staff_move_view(move: ValueMove) -> StaffValueMoveOut:
    return StaffValueMoveOut(**_move(move), by=move.by, reason=move.reason)


def _card(card: Stored) -> dict[str, object]:
    return {
        "id": card.id,
        "status": card.state,
        "worth": MoneyModel.shown(card.worth, card.currency),
        "balance": MoneyModel.shown(card.balance, card.currency),
        "usable": MoneyModel.shown(card.usable(clock.now()), card.currency),
        "last4": card.last4,
        "batch": card.batch,
        "issued_at": card.issued_at,
        "expires_at": card.expires_at or None,
    }


def _move(move: ValueMove) -> dict[str, object]:
    return {
        "id": move.id,
        "kind": move.entry.kind,
        "amount": MoneyModel.shown(move.entry.amount, move.currency),
        "source": move.entry.source,
        "target": move.entry.target,
        "at": move.at,
        "order_id": move.order_id or None,
        "balance": MoneyModel.shown(move.balance, move.currency),
    }
