"""Withdrawals as they are sent and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from functions.aftersales.model.withdrawal import Statement, Wish
from functions.aftersales.withdrawing.offer import Offer
from functions.aftersales.withdrawing.two_steps import Prefilled
from functions.orders import Why, labels_for
from functions.shared.http.input_types import Code
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.plain import times
from functions.shared.plain.selling.markets import PaysOn

_MOST = 1_000_000_000


class WithdrawnLineIn(Schema):
    line_id: Code
    quantity: int = Field(strict=True, ge=1, le=_MOST)
    sealed: bool = Field(False, strict=True, description="Of goods that are excluded once they are unsealed: they are not.")


class WithdrawalIn(Schema):
    """First without `confirm_token`: all of the order, or these lines. Then with it alone."""

    lines: Annotated[list[WithdrawnLineIn], Field(min_length=1, max_length=100)] | None = None
    confirm_token: Annotated[str, StringConstraints(min_length=1, max_length=20_000)] | None = None

    @model_validator(mode="after")
    def _one_step(self) -> WithdrawalIn:
        if self.confirm_token and self.lines:
            raise ValueError("confirm_token confirms what it was given for: send it alone")
        if self.lines and len({line.line_id for line in self.lines}) != len(self.lines):
            raise ValueError("a line comes twice")
        return self

    def wish(self) -> Wish:
        if self.lines is None:
            return Wish()
        return Wish({line.line_id: line.quantity for line in self.lines}, frozenset(line.line_id for line in self.lines if line.sealed))


class LabelsOut(Schema):
    """What the two buttons are called, in the words that the law gives, and where those stand; OWN: the shop's own words."""

    language: str
    withdraw: str = Field(examples=["withdraw from contract here"])
    confirm: str = Field(examples=["confirm withdrawal"])
    source: str


class PiecesOut(Schema):
    line_id: str
    quantity: int


class ExcludedOut(Schema):
    line_id: str
    exclusion: str = Field(description="The kind of goods that the law excludes, or confirmed_at_purchase.")


class WindowOut(Schema):
    """Until when, and what that follows from."""

    last_day: str | None = Field(
        description="The last day on which it can be told, where the goods went. Null: something is still to come."
    )
    ends_at: str | None = Field(description="The first moment that is too late.")
    reason: Why
    norm: str


class WithdrawalOut(Schema):
    """`to_be_confirmed`: nothing has happened yet. `declared`: the statement was received; its acknowledgement is on its way."""

    status: Literal["to_be_confirmed", "declared"]
    id: str | None
    order_id: str
    number: str
    declared_at: str | None
    whole: bool | None
    lines: list[PiecesOut]
    amount: MoneyModel = Field(description="What goes back, as far as it is known; 0 of what is not paid.")
    window: WindowOut | None
    pays_on: PaysOn | None = Field(description="When the money of goods that were sent goes back.")
    excluded: list[ExcludedOut]
    labels: LabelsOut | None
    confirm_token: str | None
    returns: list[str] = Field(description="The cases that were opened for it.")

    @classmethod
    def prefilled(cls, step: Prefilled, languages: Sequence[str]) -> WithdrawalOut:
        offer, order = step.offer, step.offer.contract.order
        return cls(
            status="to_be_confirmed",
            id=None,
            order_id=order.id,
            number=order.number,
            declared_at=None,
            whole=None,
            lines=_pieces(step.lines),
            amount=MoneyModel.shown(step.amount, order.currency),
            window=_window(offer),
            pays_on=offer.law.pays_on,
            excluded=[ExcludedOut(line_id=one.line_id, exclusion=one.excluded) for one in offer.free if one.excluded],
            labels=LabelsOut(**vars(labels_for(offer.contract.country, languages))),
            confirm_token=step.token,
            returns=[],
        )

    @classmethod
    def declared(cls, stated: Statement) -> WithdrawalOut:
        return cls(
            status="declared",
            id=stated.id,
            order_id=stated.order_id,
            number=stated.number,
            declared_at=stated.declared_at,
            whole=stated.whole,
            lines=_pieces(stated.lines),
            amount=MoneyModel.shown(stated.amount, stated.currency),
            window=None,
            pays_on=None,
            excluded=[],
            labels=None,
            confirm_token=None,
            returns=stated.cases,
        )


def _pieces(lines: Mapping[str, int]) -> list[PiecesOut]:
    return [PiecesOut(line_id=line_id, quantity=count) for line_id, count in lines.items()]


def _window(offer: Offer) -> WindowOut:
    one = offer.window
    last, end = one.last_day, one.ends_at
    return WindowOut(last_day=last.isoformat() if last else None, ends_at=times.iso(end) if end else None, reason=one.why, norm=one.norm)
