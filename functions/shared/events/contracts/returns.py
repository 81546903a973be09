"""Events of after-sales cases."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class PiecesInCase:
    """`grades`: pieces received, by their condition."""

    line_id: str
    variant_id: str
    sku: str
    quantity: int
    reason: str
    grades: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseTold:
    """`amount`: what is to be paid back, in minor units. `deadline`: when time decides, if the side whose turn it is says nothing; empty
    without. `because`: a code, why it was turned down or ended. `replacement`: the order by which pieces are sent once more, or others go
    out for them; `to_pay`: what the buyer pays for it."""

    return_id: str
    order_id: str
    number: str
    kind: str
    status: str
    amount: int
    currency: str
    deadline: str = ""
    because: str = ""
    lines: list[PiecesInCase] = field(default_factory=list)
    replacement: str = ""
    to_pay: int = 0


@dataclass(frozen=True)
class ReturnRequested(CaseTold):
    """A buyer opened a case."""

    TYPE: ClassVar[str] = "return.requested"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnApproved(CaseTold):
    """Staff, time, or the buyer's yes to an offer decided for it."""

    TYPE: ClassVar[str] = "return.approved"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnRejected(CaseTold):
    """Staff turned it down, or the goods that came were not what was sent."""

    TYPE: ClassVar[str] = "return.rejected"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnCounterOffered(CaseTold):
    """Staff offered `amount` instead, and the goods stay with the buyer."""

    TYPE: ClassVar[str] = "return.counter_offered"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnOfferDeclined(CaseTold):
    """The buyer did not take the offer, or let its time pass: staff decide the request."""

    TYPE: ClassVar[str] = "return.offer_declined"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnSent(CaseTold):
    """The goods are on their way back."""

    TYPE: ClassVar[str] = "return.sent"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnInspected(CaseTold):
    """The goods came and were graded; their money goes back now."""

    TYPE: ClassVar[str] = "return.inspected"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnRefunded(CaseTold):
    """All of its money has gone back."""

    TYPE: ClassVar[str] = "return.refunded"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnCancelled(CaseTold):
    """Its buyer took it back, or never sent the goods."""

    TYPE: ClassVar[str] = "return.cancelled"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnClosed(CaseTold):
    """Nothing more comes of it."""

    TYPE: ClassVar[str] = "return.closed"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnReshipped(CaseTold):
    """Its pieces are sent once more, all of them."""

    TYPE: ClassVar[str] = "return.reshipped"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnEscalated(CaseTold):
    """One side does not take the decision: until `deadline` both show evidence, then somebody else rules."""

    TYPE: ClassVar[str] = "return.escalated"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnRuled(CaseTold):
    """Who is no party ruled; nobody changes it. `because`: for_buyer | for_shop."""

    TYPE: ClassVar[str] = "return.ruled"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnLabelReady:
    """The shop's own waybill for what comes back is written."""

    TYPE: ClassVar[str] = "return.label_ready"
    VERSION: ClassVar[int] = 1
    return_id: str
    order_id: str
    number: str
    kind: str
    status: str
    carrier: str
    waybill: str


@dataclass(frozen=True)
class ReturnExchanged(CaseTold):
    """What came back is exchanged: the order `replacement` goes out, and the difference was paid. `order`: the one that the pieces came
    back of, as it is now; None in what was told before 0.3."""

    TYPE: ClassVar[str] = "return.exchanged"
    VERSION: ClassVar[int] = 1
    order: OrderSummary | None = None


@dataclass(frozen=True)
class ReturnExchangeUndone(CaseTold):
    """The order of other pieces was cancelled after all: what came back is paid back."""

    TYPE: ClassVar[str] = "return.exchange_undone"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnWithdrawn(CaseTold):
    """Pieces of a contract that its buyer withdrew from; nobody decides about it. `withdrawal.declared` tells the statement."""

    TYPE: ClassVar[str] = "return.withdrawn"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnTakenIn(CaseTold):
    """A piece to be repaired is at the shop."""

    TYPE: ClassVar[str] = "return.taken_in"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnDiagnosed(CaseTold):
    """The shop knows what is wrong, and repairs it for nothing."""

    TYPE: ClassVar[str] = "return.diagnosed"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnQuoted(CaseTold):
    """The repair costs `to_pay`, at the order `replacement`; unpaid, the piece goes back as it came."""

    TYPE: ClassVar[str] = "return.quoted"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnQuotePaid(CaseTold):
    """The price of the repair has come: it begins."""

    TYPE: ClassVar[str] = "return.quote_paid"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnRepaired(CaseTold):
    """It is repaired."""

    TYPE: ClassVar[str] = "return.repaired"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnUnrepaired(CaseTold):
    """It goes back as it came (`because`: not_paid, declined, beyond_repair); what was paid for it goes back."""

    TYPE: ClassVar[str] = "return.unrepaired"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True)
class ReturnSentBack(CaseTold):
    """The piece is on its way to its buyer."""

    TYPE: ClassVar[str] = "return.sent_back"
    VERSION: ClassVar[int] = 1
