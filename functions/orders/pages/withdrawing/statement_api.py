"""Withdrawing by number and e-mail address, for storefronts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from functions.orders.model.withdrawal.labels import labels_for
from functions.orders.pages.withdrawing.statement import StatedByNumber, confirmed, token_of
from functions.shared.contact.fields import EmailText
from functions.shared.http.input_types import Code
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema, ShortName, Text

statement_api = Api("order page")


class StatedPiecesIn(Schema):
    sku: Code
    quantity: int = Field(strict=True, ge=1, le=1_000_000_000)


class StatementIn(Schema):
    """First number and e-mail address; then `confirm_token` alone."""

    number: Annotated[Text, StringConstraints(min_length=1, max_length=40)] | None = Field(None, examples=["25010112345678"])
    email: EmailText | None = None
    name: ShortName | None = None
    lines: Annotated[list[StatedPiecesIn], Field(min_length=1, max_length=100)] | None = Field(
        None, description="None: the whole contract."
    )
    confirm_token: Annotated[str, StringConstraints(min_length=1, max_length=30_000)] | None = None

    @model_validator(mode="after")
    def _one_step(self) -> StatementIn:
        if not self.confirm_token and not (self.number and self.email):
            raise ValueError("send number and email, then confirm_token")
        if self.confirm_token and (self.number or self.email or self.lines):
            raise ValueError("confirm_token confirms what it was given for: send it alone")
        if self.lines and len({line.sku for line in self.lines}) != len(self.lines):
            raise ValueError("a SKU comes twice")
        return self

    def stated(self) -> StatedByNumber:
        return StatedByNumber(self.number or "", self.email or "", self.name or "", {one.sku: one.quantity for one in self.lines or ()})


class StatementOut(Schema):
    """The same whether or not there is such an order."""

    status: Literal["to_be_confirmed", "accepted"]
    number: str | None
    withdraw: str | None = Field(description="What the first button is called, in the words of the law.")
    confirm: str | None = Field(description="And the second.")
    confirm_token: str | None


def _out(status: Literal["to_be_confirmed", "accepted"], told: Mapping[str, Any]) -> StatementOut:
    names = ("number", "withdraw", "confirm", "confirm_token")
    return StatementOut(status=status, **{name: told.get(name) for name in names})


@statement_api.operation(
    "POST", "/v1/orders/withdrawal", summary="Withdraw by number and e-mail address, in two steps", body=StatementIn, response=StatementOut,
    own_answers={202: ("application/json",)}, headers=("Accept-Language",), errors=[(422, "unknown_confirm_token")],
    example={"number": "25010112345678", "email": "buyer@example.com"},
)  # fmt: skip
def state_by_number(req: Request[StatementIn, NoQuery]) -> Reply:
    """For who has neither token nor link. The first call answers the words to confirm and the token, the second one (202) takes the
    statement in. Both answer the same, in the same time, whether or not there is such an order; what became of the
    statement, with its content, date and time, is mailed to the order's own address. The moment of the second call counts."""
    if req.body.confirm_token:
        confirmed(req.body.confirm_token)
        return Reply(_out("accepted", {}), 202)
    labels = labels_for("", req.languages)
    told = {"number": req.body.number, "withdraw": labels.withdraw, "confirm": labels.confirm, "confirm_token": token_of(req.body.stated())}
    return Reply(_out("to_be_confirmed", told))
