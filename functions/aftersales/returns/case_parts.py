"""What a case is shown with: its lines with the clause that was applied, files, waybill, repair and exchange."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.policy import Freight
from functions.aftersales.model.reasons import Reason
from functions.aftersales.model.repair import Repair
from functions.aftersales.model.return_label import ReturnLabel
from functions.aftersales.model.swap import Swap
from functions.aftersales.store.evidence_files import EvidenceFile
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.outside.objects import download_url

_LENT = timedelta(minutes=15)


class ClauseOut(Schema):
    """What of the policy was applied. `ends_at`: the first moment that would have been too late."""

    policy_id: str
    window_days: int
    ends_at: str | None
    freight: Freight = Field(description="Who pays for sending the goods back.")
    restocking_fee_bp: int = Field(description="Kept of the price, in hundredths of a per cent.")
    text: dict[str, str]
    condition: dict[str, str]


class ReturnLineOut(Schema):
    line_id: str
    variant_id: str
    sku: str
    quantity: int
    reason: Reason
    clause: ClauseOut
    received: dict[str, int] = Field(description="Pieces by grade.")
    reship: int = Field(description="Pieces that are sent once more.")
    warranty: list[str] = Field(description="Of a repair: when the warranty of each of its pieces is over.")
    wanted_variant_id: str | None = Field(description="Of an exchange: what goes out for it.")
    lost: MoneyModel | None = Field(None, description="Of a withdrawal: what is taken off because its pieces were used.")
    lost_because: str | None = None

    @classmethod
    def of(cls, line: CaseLine, currency: str) -> ReturnLineOut:
        clause = line.clause
        kept_of = ("policy_id", "window_days", "freight", "text", "condition")
        told = {name: getattr(clause, name) for name in kept_of}
        shown = ClauseOut(**told, ends_at=clause.ends_at or None, restocking_fee_bp=clause.fee_bp)
        received = {grade.value: pieces for grade, pieces in line.received.items() if pieces}
        kept = {name: getattr(line, name) for name in ("line_id", "variant_id", "sku", "quantity", "reason", "reship", "warranty")}
        lost = {"lost": MoneyModel.shown(line.lost, currency), "lost_because": line.lost_because} if line.lost else {}
        return cls(**kept, clause=shown, received=received, wanted_variant_id=line.wanted or None, **lost)


class FileOut(Schema):
    id: str
    filename: str
    content_type: str
    url: str = Field(description="For fifteen minutes.")

    @classmethod
    def of(cls, file: EvidenceFile) -> FileOut:
        url = download_url(file.key, lasts=_LENT, filename=file.filename)
        return cls(id=file.id, filename=file.filename, content_type=file.content_type, url=url)


class StepOut(Schema):
    at: str
    type: str
    by: str = Field(description="buyer, staff or system.")
    status: str


class ReturnLabelOut(Schema):
    """The shop's own waybill for the goods. Without `waybill` it is still being written, or `refused`: then they go to the address."""

    carrier: str
    waybill: str | None
    label_url: str | None
    charge: MoneyModel | None = Field(description="What it takes off the buyer's money if they use it; null until its price is known.")
    refused: str | None
    voided: bool = Field(description="It is not used.")

    @classmethod
    def of(cls, label: ReturnLabel, currency: str) -> ReturnLabelOut:
        charge = None if label.charge is None else MoneyModel.shown(label.charge, currency)
        told = {name: getattr(label, name) or None for name in ("waybill", "label_url", "refused")}
        return cls(carrier=label.carrier, **told, charge=charge, voided=label.unwanted)


class RepairOut(Schema):
    """`order_id`: where its price is paid, as any order is."""

    finding: str | None
    in_warranty: bool
    order_id: str | None
    to_pay: MoneyModel
    pay_until: str | None
    note: str | None
    unrepaired: str | None = Field(description="Why it goes back as it came: not_paid, declined, beyond_repair.")
    carrier: str | None = Field(description="By whom it goes back.")
    waybill: str | None

    @classmethod
    def of(cls, case: Case) -> RepairOut:
        repair = case.repair or Repair()
        told = {name: getattr(repair, name) or None for name in ("finding", "pay_until", "note", "unrepaired", "carrier", "waybill")}
        due = MoneyModel.shown(repair.due, case.currency)
        return cls(**told, in_warranty=case.in_warranty, order_id=case.replacement or None, to_pay=due)


class ExchangeOut(Schema):
    """The pieces that go out, as an order of their own: it is paid as any, on its page or by the API, opened by the same proof."""

    order_id: str
    value: MoneyModel = Field(description="What they cost on the day of the request.")
    credit: MoneyModel = Field(description="What was paid for the pieces that come back.")
    to_pay: MoneyModel
    pay_until: str | None
    covered: bool = Field(description="Nothing is owed for it any more.")
    released: bool = Field(description="It may leave, or has left.")
    off: str | None = Field(description="Why nothing is exchanged any more: the case is a return then.")

    @classmethod
    def of(cls, case: Case, swap: Swap) -> ExchangeOut:
        value, credit, due = (MoneyModel.shown(amount, case.currency) for amount in (swap.value, swap.credit, swap.due))
        return cls(
            order_id=case.replacement,
            value=value,
            credit=credit,
            to_pay=due,
            pay_until=swap.pay_until or None,
            covered=swap.covered,
            released=swap.released,
            off=swap.off or None,
        )
