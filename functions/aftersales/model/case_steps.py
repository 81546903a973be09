"""What kinds of cases there are, their states, and which step leads from which state where, and who may take it: as data. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class ReturnKind(StrEnum):
    """return: the goods come back for their money; refund_only: they do not, because they are missing or worthless; reship: what is lost,
    damaged or wrong is sent once more; claim: the same, and staff say which pieces are sent again and which are paid back. withdrawal: the
    contract ends by law (ADR 56); nobody decides it, and nobody asks for it as a return."""

    RETURN = "return"
    REFUND_ONLY = "refund_only"
    RESHIP = "reship"
    CLAIM = "claim"
    EXCHANGE = "exchange"
    WITHDRAWAL = "withdrawal"
    REPAIR = "repair"


class ReturnState(StrEnum):
    REQUESTED = "requested"
    COUNTER_OFFERED = "counter_offered"
    APPROVED = "approved"
    IN_TRANSIT = "in_transit"
    INSPECTED = "inspected"
    REFUNDED = "refunded"
    RESHIPPED = "reshipped"
    EXCHANGED = "exchanged"
    RECEIVED = "received"
    QUOTED = "quoted"
    REPAIRING = "repairing"
    REPAIRED = "repaired"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"
    ESCALATED = "escalated"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Party(StrEnum):
    BUYER = "buyer"
    STAFF = "staff"
    ARBITER = "arbiter"
    TIME = "time"


class Step(StrEnum):
    OPEN = "open"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    APPROVE = "approve"
    REJECT = "reject"
    COUNTER_OFFER = "counter_offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    SHIP = "ship"
    RECEIVE = "receive"
    ARRIVE = "arrive"
    REFUSE_GOODS = "refuse_goods"
    LAPSE = "lapse"
    PAY = "pay"
    SEND_AGAIN = "send_again"
    EXCHANGE = "exchange"
    EXCHANGE_ENDS = "exchange_ends"
    UNDO_EXCHANGE = "undo_exchange"
    TAKE_IN = "take_in"
    BEGIN_REPAIR = "begin_repair"
    QUOTE = "quote"
    QUOTE_PAID = "quote_paid"
    FIX = "fix"
    GIVE_UP = "give_up"
    SEND_BACK = "send_back"
    ESCALATE = "escalate"
    RULE_FOR_BUYER = "rule_for_buyer"
    RULE_FOR_SHOP = "rule_for_shop"
    EXPIRE = "expire"
    COME_LATE = "come_late"
    END_BY_HAND = "end_by_hand"
    CLOSE = "close"


@dataclass(frozen=True)
class Rule:
    """Where a step leads, from which states, and who may take it. `kinds`: only of these."""

    to: ReturnState
    since: frozenset[ReturnState]
    by: frozenset[Party]
    kinds: frozenset[ReturnKind] = frozenset(ReturnKind)


_BUYER, _STAFF, _TIME = frozenset({Party.BUYER}), frozenset({Party.STAFF}), frozenset({Party.TIME})
_EXCHANGE = frozenset({ReturnKind.EXCHANGE})
_BY_LAW = frozenset({ReturnKind.WITHDRAWAL})
_BY_TERMS = frozenset(ReturnKind) - _BY_LAW
_REPAIR = frozenset({ReturnKind.REPAIR})
_KEPT = frozenset({ReturnKind.RETURN}) | _EXCHANGE | _BY_LAW
WITH_GOODS = _KEPT | _REPAIR
_FOR_MONEY = frozenset(ReturnKind) - _EXCHANGE - _REPAIR
_SENT_AGAIN = frozenset({ReturnKind.RESHIP, ReturnKind.CLAIM})
_ARBITER = frozenset({Party.ARBITER})
_DONE = frozenset({ReturnState.REFUNDED, ReturnState.RESHIPPED, ReturnState.EXCHANGED, ReturnState.SENT_BACK, ReturnState.REJECTED})
_BEFORE_GOODS = frozenset({ReturnState.REQUESTED, ReturnState.COUNTER_OFFERED, ReturnState.APPROVED})

_IN_SHOP = frozenset({ReturnState.RECEIVED, ReturnState.QUOTED, ReturnState.REPAIRING})
PAID_FROM = frozenset({ReturnState.APPROVED, ReturnState.IN_TRANSIT, ReturnState.INSPECTED})

STEPS: Mapping[Step, Rule] = {
    Step.APPROVE: Rule(ReturnState.APPROVED, frozenset({ReturnState.REQUESTED}), _STAFF | _TIME),
    Step.REJECT: Rule(ReturnState.REJECTED, frozenset({ReturnState.REQUESTED}), _STAFF),
    Step.COUNTER_OFFER: Rule(ReturnState.COUNTER_OFFERED, frozenset({ReturnState.REQUESTED}), _STAFF, _FOR_MONEY),
    Step.ACCEPT: Rule(ReturnState.APPROVED, frozenset({ReturnState.COUNTER_OFFERED}), _BUYER),
    Step.DECLINE: Rule(ReturnState.REQUESTED, frozenset({ReturnState.COUNTER_OFFERED}), _BUYER | _TIME),
    Step.CANCEL: Rule(ReturnState.CANCELLED, _BEFORE_GOODS, _BUYER, _BY_TERMS),
    Step.LAPSE: Rule(ReturnState.CANCELLED, frozenset({ReturnState.APPROVED}), _TIME, WITH_GOODS - _BY_LAW),
    Step.SHIP: Rule(ReturnState.IN_TRANSIT, frozenset({ReturnState.APPROVED}), _BUYER | _STAFF, WITH_GOODS),
    Step.RECEIVE: Rule(ReturnState.INSPECTED, frozenset({ReturnState.APPROVED, ReturnState.IN_TRANSIT}), _STAFF, _KEPT),
    Step.REFUSE_GOODS: Rule(ReturnState.REJECTED, frozenset({ReturnState.APPROVED, ReturnState.IN_TRANSIT}), _STAFF, _KEPT),
    Step.TAKE_IN: Rule(ReturnState.RECEIVED, frozenset({ReturnState.APPROVED, ReturnState.IN_TRANSIT}), _STAFF, _REPAIR),
    Step.BEGIN_REPAIR: Rule(ReturnState.REPAIRING, frozenset({ReturnState.RECEIVED}), _STAFF, _REPAIR),
    Step.QUOTE: Rule(ReturnState.QUOTED, frozenset({ReturnState.RECEIVED}), _STAFF, _REPAIR),
    Step.QUOTE_PAID: Rule(ReturnState.REPAIRING, frozenset({ReturnState.QUOTED}), _TIME, _REPAIR),
    Step.FIX: Rule(ReturnState.REPAIRED, frozenset({ReturnState.REPAIRING}), _STAFF, _REPAIR),
    Step.GIVE_UP: Rule(ReturnState.REPAIRED, _IN_SHOP, _BUYER | _STAFF | _TIME, _REPAIR),
    Step.SEND_BACK: Rule(ReturnState.SENT_BACK, frozenset({ReturnState.REPAIRED}), _STAFF, _REPAIR),
    # What was paid back on the proof that it was sent.
    Step.ARRIVE: Rule(ReturnState.REFUNDED, frozenset({ReturnState.REFUNDED}), _STAFF, _BY_LAW),
    # Goods of a withdrawal that never came; and that come after all, whose money goes then.
    Step.EXPIRE: Rule(ReturnState.CLOSED, frozenset({ReturnState.APPROVED, ReturnState.IN_TRANSIT}), _TIME, _BY_LAW),
    Step.COME_LATE: Rule(ReturnState.INSPECTED, frozenset({ReturnState.CLOSED}), _STAFF, _BY_LAW),
    Step.PAY: Rule(ReturnState.REFUNDED, PAID_FROM, _TIME),
    Step.SEND_AGAIN: Rule(ReturnState.RESHIPPED, frozenset({ReturnState.APPROVED}), _TIME, _SENT_AGAIN),
    Step.EXCHANGE: Rule(ReturnState.EXCHANGED, frozenset({ReturnState.INSPECTED}), _TIME, _EXCHANGE),
    Step.EXCHANGE_ENDS: Rule(ReturnState.CANCELLED, frozenset({ReturnState.REQUESTED, ReturnState.APPROVED}), _TIME, _EXCHANGE),
    Step.UNDO_EXCHANGE: Rule(ReturnState.INSPECTED, frozenset({ReturnState.EXCHANGED, ReturnState.CLOSED}), _TIME, _EXCHANGE),
    Step.ESCALATE: Rule(ReturnState.ESCALATED, frozenset({ReturnState.REJECTED}), _BUYER | _STAFF),
    Step.RULE_FOR_BUYER: Rule(ReturnState.APPROVED, frozenset({ReturnState.ESCALATED}), _ARBITER),
    Step.RULE_FOR_SHOP: Rule(ReturnState.CLOSED, frozenset({ReturnState.ESCALATED}), _ARBITER),
    Step.END_BY_HAND: Rule(ReturnState.CLOSED, frozenset({ReturnState.APPROVED, ReturnState.INSPECTED}), _STAFF),
    Step.CLOSE: Rule(ReturnState.CLOSED, _DONE, _STAFF | _TIME),
}
OPEN = frozenset(
    {
        ReturnState.REQUESTED,
        ReturnState.COUNTER_OFFERED,
        ReturnState.APPROVED,
        ReturnState.IN_TRANSIT,
        ReturnState.INSPECTED,
        ReturnState.RECEIVED,
        ReturnState.QUOTED,
        ReturnState.REPAIRING,
        ReturnState.REPAIRED,
        ReturnState.ESCALATED,
    }
)
"""Something is still awaited: the order is not confirmed by silence meanwhile."""
