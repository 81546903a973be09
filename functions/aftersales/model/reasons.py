"""Why a buyer opens a case. Pure."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    CHANGED_MIND = "changed_mind"
    WRONG_SIZE = "wrong_size"
    ARRIVED_LATE = "arrived_late"
    DAMAGED = "damaged"
    DEFECTIVE = "defective"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    MISSING = "missing"
    NOT_RECEIVED = "not_received"
    OTHER = "other"


OF_THE_SHOP = frozenset({Reason.DAMAGED, Reason.DEFECTIVE, Reason.NOT_AS_DESCRIBED, Reason.WRONG_ITEM, Reason.MISSING, Reason.NOT_RECEIVED})
"""Something is wrong with what was sent: no exclusion and no fee holds against it (2019/771 Art. 13, 消费者权益保护法 Art. 24)."""

NOT_SEEN = frozenset({Reason.MISSING, Reason.NOT_RECEIVED})
"""Of what is not there nobody has a picture."""
