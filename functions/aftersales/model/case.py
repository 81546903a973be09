"""A case: what a buyer wants to be put right about pieces of an order, and how far that is (its steps: case_steps.py). Pure."""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum

from functions.aftersales.model.case_steps import OPEN, STEPS, WITH_GOODS, Party, ReturnKind, ReturnState, Step
from functions.aftersales.model.policy import Clause, Freight
from functions.aftersales.model.reasons import Reason
from functions.aftersales.model.repair import Repair
from functions.aftersales.model.return_label import ReturnLabel
from functions.aftersales.model.swap import Swap
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, IllegalTransition
from functions.shared.plain.selling.markets import PaysOn

BY_HAND = "by_hand"
"""Instead of a refund: people saw to the money."""


class Grade(StrEnum):
    """as_new is sold again; not_ours was never of this order: its money stays, and its pieces are not back."""

    AS_NEW = "as_new"
    USED = "used"
    DAMAGED = "damaged"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class CaseLine:
    """`clause`: what of the policy was applied when it was opened. `received`: pieces by grade. Of an exchange `wanted` is the variant that
    goes out for it (line `new_line` of its order), `credit` what was paid for its pieces, of which `carried` by an exchange before, and
    `back` what of that goes back. `carries`: what stands behind the new line; `drawn` of it went back, or on, with `drawn_pieces`,
    and `offered` of that for pieces that stay with their buyer."""

    line_id: str
    variant_id: str
    sku: str
    quantity: int
    reason: Reason
    clause: Clause
    received: dict[Grade, int] = field(default_factory=dict)
    # Of the pieces, those that are sent once more.
    reship: int = 0
    wanted: str = ""
    credit: int = 0
    back: int = 0
    new_line: str = ""
    carried: int = 0
    carries: int = 0
    drawn: int = 0
    drawn_pieces: int = 0
    offered: int = 0
    # Of a withdrawal: what its pieces have lost by being used, and why staff say so.
    lost: int = 0
    lost_because: str = ""
    # Of each of its pieces, when the shop owes no repair any more.
    warranty: list[str] = field(default_factory=list)

    @property
    def paid_back(self) -> int:
        """Pieces whose money goes back."""
        return self.accepted if self.received else self.quantity - self.reship

    @property
    def accepted(self) -> int:
        return sum(pieces for grade, pieces in self.received.items() if grade is not Grade.NOT_OURS)


@dataclass(frozen=True)
class Case:
    """`amount`: what is to be paid back: expected when it was opened, or as offered instead (`offered`, the goods stay then). `refunds`:
    asked for of the payments domain. `stuck`: why people must look. `version` is its item's, and no part of what is stored."""

    id: str
    order_id: str
    number: str
    customer_id: str
    kind: ReturnKind
    lines: list[CaseLine]
    currency: str
    amount: int
    opened_at: str
    state: ReturnState = ReturnState.REQUESTED
    note: str = ""
    evidence: list[str] = field(default_factory=list)
    deadline: str = ""
    decided_by: str = ""
    # A code, why it was turned down or ended; and what staff wrote to it.
    ended_because: str = ""
    answer: str = ""
    offered: int | None = None
    offer_note: str = ""
    offers_declined: int = 0
    return_address: str = ""
    carrier: str = ""
    waybill: str = ""
    warehouse_id: str = ""
    refunds: list[str] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)
    stuck: str = ""
    # Which time it is that people must look.
    stuck_since: str = ""
    # The order by which pieces are sent once more, or others go out for them.
    replacement: str = ""
    # The case that placed its order: of an exchange, what was paid for the pieces lies further back.
    follows: str = ""
    swap: Swap | None = None
    label: ReturnLabel | None = None
    repair: Repair | None = None
    # Until when both sides may show evidence to who rules; who ruled, and what they wrote. Nobody changes a ruling.
    evidence_until: str = ""
    ruled_by: str = ""
    ruling: str = ""
    # Of a withdrawal: the statement it is of, whether its pieces had not left, when its money goes and by when it is back, and, with the
    # last pieces of the order, how much of the delivery fee goes back in all (`delivery_if_unsent`: only as long as nothing was sent).
    # `paid_on_proof`: before the goods came.
    statement_id: str = ""
    unsent: bool = False
    pays_on: PaysOn | None = None
    pay_by: str = ""
    refund_days: int = 0
    paid_on_proof: bool = False
    delivery_up_to: int | None = None
    delivery_if_unsent: bool = False
    # Of a withdrawal, pieces by line that had not left and whose money went back by another way before their turn came.
    elsewhere: dict[str, int] = field(default_factory=dict)
    # Pieces are sent once more although their money went back: whoever decided it said so.
    despite_refund: bool = False
    # The notice of a recall that it answers.
    notice_id: str = ""
    # Whether its changes are kept up to here: not so where a release that kept none wrote it last.
    changes_kept: bool = False
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def keeps_goods(self) -> bool:
        """Whether nothing comes back: there is nothing to return, the buyer took an offer for less, or it was ruled so."""
        return (
            (bool(self.ruled_by) and self.kind is not ReturnKind.REPAIR)
            or self.unsent
            or self.kind not in WITH_GOODS
            or (self.offered is not None and self.state is not ReturnState.COUNTER_OFFERED)
        )

    @property
    def amount_due(self) -> int:
        return self.amount if self.offered is None else self.offered

    @property
    def in_warranty(self) -> bool:
        """Of all its pieces, when the buyer asked; of one that nobody saw arrive it has not begun."""
        return all(end > self.opened_at for line in self.lines for end in line.warranty)

    @property
    def buyer_pays_freight(self) -> bool:
        """Nothing is wrong with any of it, and the policy says so."""
        return all(line.clause.freight is Freight.BUYER for line in self.lines)

    @property
    def freight(self) -> int:
        """What the goods' way back takes off the buyer's money: of the shop's waybill, where they came with that one."""
        label = self.label
        used = label is not None and label.waybill and not label.unwanted and self.waybill in ("", label.waybill)
        return (label.charge or 0) if label and used else 0

    @property
    def to_pay(self) -> int:
        """What the buyer pays at the case's own order: an exchange's difference, a repair's price."""
        if self.repair:
            return self.repair.due
        return self.swap.due if self.swap and not self.swap.off else 0

    @property
    def label_due(self) -> bool:
        """Whether its courier is to be asked for the waybill, or told that nobody needs it."""
        label = self.label
        if label is None:
            return False
        if label.unwanted:
            return not label.voided
        return self.state is ReturnState.APPROVED and not label.waybill and not label.refused

    @property
    def exchanges(self) -> bool:
        """Whether other pieces go out for it; else it is a return like any other."""
        return self.swap is not None and not self.swap.off

    @property
    def is_to_be_paid(self) -> bool:
        """Or exchanged: whether time has something to do."""
        if self.swap and not self.swap.off:
            return not self.refunds and self.state is ReturnState.INSPECTED and self.swap.covered
        if self.refunds or self.kind is ReturnKind.REPAIR:
            return False
        if self.state is ReturnState.APPROVED:
            return self.keeps_goods or self.pays_on is PaysOn.DECLARED
        on_the_way = self.state is ReturnState.IN_TRANSIT and self.pays_on in (PaysOn.PROOF, PaysOn.DECLARED)
        return on_the_way or self.state is ReturnState.INSPECTED

    @property
    def held(self) -> dict[str, int]:
        """Pieces by line that no other case can be about: those it waits for, and those it has put right. What has not left is no case's:
        it is `waiting` until the order keeps it."""
        replaced = self.replacement and self.kind is not ReturnKind.REPAIR and not (self.swap and self.swap.off)
        by_law = self.kind is ReturnKind.WITHDRAWAL
        if self.unsent or self.state is ReturnState.CANCELLED or not (self.is_open or self.refunds or replaced or self.ruled_by or by_law):
            return {}
        if self.state is ReturnState.CLOSED and self.repair and self.repair.waybill:
            return {}
        graded = self.has_come and not self.exchanges and not self.paid_on_proof
        return {line.line_id: pieces for line in self.lines if (pieces := line.accepted if graded else line.quantity)}

    def shown(self, code: str) -> Case:
        """People must look, by whatever it waits for no more."""
        if self.stuck == code:
            return replace(self, deadline="")
        return replace(self, stuck=code, stuck_since=f"{self.version} {code}", deadline="")

    @property
    def is_unpayable(self) -> bool:
        """Its money was refused or did not go, and people have to see to it."""
        return bool(self.stuck) and (self.is_to_be_paid or bool(self.refunds)) and self.is_open

    def ended_by_hand(self) -> Case:
        """Paid by people, or not: its pieces are back, and no case can be about them again."""
        return replace(self.stepped(Step.END_BY_HAND, Party.STAFF), refunds=self.refunds or [BY_HAND], ended_because="by_hand")

    @property
    def waiting(self) -> dict[str, int]:
        """Pieces by line that have not left, and of which the order does not know yet that they are not to."""
        waits = self.unsent and not self.behind_only and self.is_open and not self.refunds
        left = {line.line_id: line.quantity - self.elsewhere.get(line.line_id, 0) for line in self.lines}
        return {line_id: pieces for line_id, pieces in left.items() if pieces} if waits else {}

    @property
    def behind_only(self) -> bool:
        """Of an exchange's order: pieces that did not come to their buyer and are here; only what stands behind them is to come."""
        return self.unsent and self.kind is ReturnKind.REFUND_ONLY

    @property
    def has_come(self) -> bool:
        return any(line.received for line in self.lines)

    def stepped(self, step: Step, by: Party) -> Case:
        """Raises IllegalTransition (409) when the step does not lead on from here, or is not theirs."""
        rule = STEPS[step]
        if step is Step.CANCEL and self.ruled_by:
            raise Conflict("There is a ruling.", code="already_ruled")
        if step is Step.CANCEL and self.swap and self.swap.released:
            raise Conflict("The other pieces are on their way.", code="exchange_released")
        if step is Step.CANCEL and self.replacement and self.kind not in (ReturnKind.EXCHANGE, ReturnKind.REPAIR):
            raise Conflict("Its pieces are being sent once more.", code="already_sent_again")
        if step is Step.CANCEL and self.refunds:
            raise Conflict("Its money is on its way.", code="already_paid_back")
        if step is Step.COME_LATE and (self.refunds or self.unsent):
            raise Conflict("Its money was seen to.", code="already_paid_back")
        if self.state not in rule.since or by not in rule.by or self.kind not in rule.kinds:
            allowed = sorted({one.to for one in STEPS.values() if self.state in one.since and by in one.by and self.kind in one.kinds})
            raise IllegalTransition(self.state.value, rule.to.value, [state.value for state in allowed])
        if step in (Step.SHIP, Step.RECEIVE, Step.REFUSE_GOODS, Step.ARRIVE, Step.TAKE_IN) and self.keeps_goods:
            raise Conflict("Nothing comes back in this case.", code="goods_stay")
        return replace(self, state=rule.to, deadline="", stuck="")
