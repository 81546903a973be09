"""Cases as they are sent and shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from functions.aftersales.model.case import Case, Grade
from functions.aftersales.model.case_steps import ReturnKind, ReturnState
from functions.aftersales.model.reasons import Reason
from functions.aftersales.returns.case_parts import ExchangeOut, FileOut, RepairOut, ReturnLabelOut, ReturnLineOut, StepOut
from functions.aftersales.returns.lost_value.deduct import Deduction
from functions.aftersales.returns.open_case import Wanted, WantedLine
from functions.aftersales.returns.read_cases import CaseSeen
from functions.aftersales.returns.receive_goods import GradedPieces
from functions.shared.http.input_types import Code, PlainText
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import MoneyModel, Price, Schema
from functions.shared.plain.pages import Page

_MOST = 1_000_000_000
MediaIds = Annotated[list[Code], Field(max_length=20)]
Note = Annotated[PlainText, StringConstraints(max_length=500)]


class ReturnLineIn(Schema):
    line_id: Code
    quantity: int = Field(strict=True, ge=1, le=_MOST)
    reason: Reason
    variant_id: Code | None = Field(None, examples=[None], description="Of an exchange: what is wanted instead.")


class ReturnIn(Schema):
    kind: ReturnKind = ReturnKind.RETURN
    lines: Annotated[list[ReturnLineIn], Field(min_length=1, max_length=100)]
    evidence: MediaIds = Field(default_factory=list, description="Ids of `POST /v1/orders/{id}/evidence`.")
    note: Note | None = None

    @field_validator("kind")
    @classmethod
    def _asked_for(cls, kind: ReturnKind) -> ReturnKind:
        if kind is ReturnKind.WITHDRAWAL:
            raise ValueError("a withdrawal is stated, not asked for: POST /v1/orders/{id}/withdrawal")
        return kind

    @field_validator("lines")
    @classmethod
    def _each_once(cls, lines: list[ReturnLineIn]) -> list[ReturnLineIn]:
        if len({line.line_id for line in lines}) != len(lines):
            raise ValueError("a line comes twice")
        return lines

    @model_validator(mode="after")
    def _exchange_for(self) -> ReturnIn:
        if any((line.variant_id is None) is (self.kind is ReturnKind.EXCHANGE) for line in self.lines):
            raise ValueError("variant_id is for every line of an exchange, and for nothing else")
        return self

    def wanted(self) -> Wanted:
        lines = [WantedLine(line.line_id, line.quantity, line.reason, line.variant_id or "") for line in self.lines]
        return Wanted(self.kind, lines, list(dict.fromkeys(self.evidence)), self.note or "")


class SentIn(Schema):
    """The buyer's own waybill; nothing: they send it by the shop's (`label`)."""

    carrier: Code | None = Field(None, examples=["sf"])
    waybill: Code | None = Field(None, examples=["SF1234567890"])

    @model_validator(mode="after")
    def _both(self) -> SentIn:
        if (self.carrier is None) is not (self.waybill is None):
            raise ValueError("carrier and waybill go together")
        return self

    def own(self) -> tuple[str, str] | None:
        return (self.carrier, self.waybill) if self.carrier and self.waybill else None


class MoreEvidenceIn(Schema):
    evidence: Annotated[list[Code], Field(min_length=1, max_length=20)]


class ReshipLineIn(Schema):
    line_id: Code
    quantity: int = Field(strict=True, ge=1, le=_MOST)


DespiteRefund = Annotated[
    bool, Field(strict=True, description="Pieces are sent once more although their money went back by hand. It stays with the case.")
]


class RuleIn(Schema):
    outcome: Literal["for_buyer", "for_shop"]
    despite_refund: DespiteRefund = False
    note: Note = Field(description="Both sides read it.", examples=["The picture shows a crack under the glaze."])


class ApproveIn(Schema):
    return_address: Note | None = Field(default=None, description="Where the goods go; else what the return policies say.")
    label: bool = Field(True, strict=True, description="By the shop's own waybill, where the return policies name a carrier.")
    despite_refund: DespiteRefund = False
    reship: Annotated[list[ReshipLineIn], Field(max_length=100)] | None = Field(
        default=None, description="Of a claim: pieces that are sent once more; the others are paid back."
    )

    @field_validator("reship")
    @classmethod
    def _each_once(cls, lines: list[ReshipLineIn] | None) -> list[ReshipLineIn] | None:
        if lines is not None and len({line.line_id for line in lines}) != len(lines):
            raise ValueError("a line comes twice")
        return lines

    def pieces(self) -> dict[str, int] | None:
        return None if self.reship is None else {line.line_id: line.quantity for line in self.reship}


class RejectIn(Schema):
    reason: Note = Field(description="The buyer reads it.", examples=["The goods were used for a month."])


class CounterOfferIn(Schema):
    amount: Price
    note: Note | None = None

    @field_validator("amount")
    @classmethod
    def _something(cls, amount: Price) -> Price:
        if amount.amount < 1:
            raise ValueError("an offer is of something")
        return amount


class GradedIn(Schema):
    line_id: Code
    quantity: int = Field(strict=True, ge=1, le=_MOST)
    grade: Grade


class DeductionIn(Schema):
    line_id: Code
    amount: Price
    reason: Annotated[PlainText, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]

    @field_validator("amount")
    @classmethod
    def _something(cls, amount: Price) -> Price:
        if amount.amount < 1:
            raise PydanticCustomError("deducts_nothing", "Nothing is taken off by 0: leave it out.")
        return amount

    def deduction(self) -> Deduction:
        return Deduction(self.line_id, self.amount.money(), self.reason)


class ReceiveIn(Schema):
    """Pieces that are not named did not come. as_new goes back on sale; used and damaged are written off; not_ours is not paid back."""

    lines: Annotated[list[GradedIn], Field(min_length=1, max_length=400)]
    deductions: list[DeductionIn] = Field(
        [],
        max_length=400,
        description="Of a withdrawal: what its goods have lost because they were used more than it takes to see what they are. Needs "
        "orders.write; only of a buyer who was told of their right; each is of something (422 `deducts_nothing`).",
    )

    def graded(self) -> list[GradedPieces]:
        return [GradedPieces(line.line_id, line.quantity, line.grade) for line in self.lines]


class ReturnsQuery(PageQuery):
    status: ReturnState | Literal["all"] = ReturnState.REQUESTED


class ReturnOut(Schema):
    id: str
    order_id: str
    number: str
    kind: ReturnKind
    status: ReturnState
    lines: list[ReturnLineOut]
    amount: MoneyModel = Field(description="What is, or is to be, paid back.")
    offered: MoneyModel | None = Field(description="Instead, and the goods stay with the buyer.")
    offer_note: str | None
    note: str | None
    answer: str | None = Field(description="Why staff turned it down.")
    ended_because: str | None
    deadline: str | None = Field(description="When time decides, if the side whose turn it is says nothing.")
    return_address: str | None
    carrier: str | None
    waybill: str | None
    replacement: str | None = Field(description="The order by which pieces are sent once more.")
    despite_refund: bool = Field(description="It is sent although its money went back before: whoever decided it said so.")
    label: ReturnLabelOut | None
    freight: MoneyModel | None = Field(description="What the way back takes off the buyer's money.")
    repair: RepairOut | None
    exchange: ExchangeOut | None = Field(description="What goes out for what comes back.")
    evidence_until: str | None
    statement_id: str | None = Field(description="Of a withdrawal: the statement it is of.")
    pay_by: str | None = Field(description="Of a withdrawal: by when its money is back; goods are waited for.")
    ruling: str | None
    refunds: list[str]
    stuck: str | None = Field(description="Why people must look at it.")
    opened_at: str
    evidence: list[str]
    version: int

    @classmethod
    def of(cls, case: Case) -> ReturnOut:
        return cls(**_fields(case))


class ReturnDetails(ReturnOut):
    files: list[FileOut]
    timeline: list[StepOut]

    @classmethod
    def seen(cls, seen: CaseSeen) -> ReturnDetails:
        steps = [StepOut(at=one.occurred_at, type=one.type, by=_side(one.actor.kind), status=one.data["status"]) for one in seen.events]
        return cls(**_fields(seen.case), files=[FileOut.of(file) for file in seen.files], timeline=steps)


class ReturnPage(Schema):
    data: list[ReturnOut]
    next_cursor: str | None = None

    @classmethod
    def of(cls, page: Page[Case]) -> ReturnPage:
        return cls(data=[ReturnOut.of(case) for case in page.data], next_cursor=page.next_cursor)


def _side(kind: str) -> str:
    return "buyer" if kind in ("customer", "guest") else kind


def _fields(case: Case) -> dict[str, object]:
    offered = None if case.offered is None else MoneyModel.shown(case.offered, case.currency)
    texts = {name: getattr(case, name) or None for name in _TEXTS}
    return {
        **{
            name: getattr(case, name) for name in ("id", "order_id", "number", "kind", "opened_at", "evidence", "despite_refund", "version")
        },
        **texts,
        "refunds": [one for one in case.refunds if one.startswith("ref_")],
        "status": case.state,
        "lines": [ReturnLineOut.of(line, case.currency) for line in case.lines],
        "amount": MoneyModel.shown(case.amount_due, case.currency),
        "offered": offered,
        "label": ReturnLabelOut.of(case.label, case.currency) if case.label else None,
        "freight": MoneyModel.shown(case.freight, case.currency) if case.freight else None,
        "repair": RepairOut.of(case) if case.kind is ReturnKind.REPAIR else None,
        "exchange": ExchangeOut.of(case, case.swap) if case.swap else None,
    }


_TEXTS = (
    "offer_note",
    "note",
    "answer",
    "ended_because",
    "deadline",
    "return_address",
    "carrier",
    "waybill",
    "stuck",
    "replacement",
    "evidence_until",
    "statement_id",
    "pay_by",
    "ruling",
)
