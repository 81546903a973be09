"""Recency, frequency, money: what buyers with these scores (1 to 5, 5 for the best fifth) are called. Pure."""

from __future__ import annotations

from enum import StrEnum

SCORES = 5


class RfmSegment(StrEnum):
    """`champions`, `loyal`, `at_risk`: of value 4 and 5, by how lately they bought. `new`: bought once, lately."""

    CHAMPIONS = "champions"
    LOYAL = "loyal"
    AT_RISK = "at_risk"
    PROMISING = "promising"
    NEW = "new"
    COOLING = "cooling"
    DORMANT = "dormant"


def value_of(frequency: int, money: int) -> int:
    """The mean, rounded up."""
    return (frequency + money + 1) // 2


def rfm_segment(recency: int, frequency: int, money: int, *, orders: int) -> RfmSegment:
    if value_of(frequency, money) >= 4:
        return RfmSegment.CHAMPIONS if recency >= 4 else RfmSegment.LOYAL if recency == 3 else RfmSegment.AT_RISK
    if recency >= 4:
        return RfmSegment.NEW if orders == 1 else RfmSegment.PROMISING
    return RfmSegment.COOLING if recency == 3 else RfmSegment.DORMANT
