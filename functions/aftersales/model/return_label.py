"""The shop's own waybill for what comes back, and who pays for it. Pure."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.postal_address import Address


@dataclass(frozen=True)
class LabelRule:
    """With whom goods come back, and where to. `charge`: what that costs the buyer where they pay for it, in minor units of `currency`;
    None: what the courier asks."""

    carrier: str
    receiver: Address
    service: str = ""
    charge: int | None = None
    currency: str = ""


@dataclass(frozen=True)
class ReturnLabel:
    """`charge`: what it takes off the buyer's money if they use it; None until the courier has said its price. `refused`: why the carrier
    took it not. `unwanted`: the goods do not come with it; `voided` says what the courier made of that."""

    carrier: str
    service: str = ""
    charge: int | None = None
    waybill: str = ""
    label_url: str = ""
    refused: str = ""
    unwanted: bool = False
    voided: str = ""


def label_by(rule: LabelRule, *, buyer_pays: bool, currency: str) -> ReturnLabel:
    """A price in another currency than the order's is the shop's to pay."""
    if not buyer_pays:
        return ReturnLabel(rule.carrier, rule.service, 0)
    charge = rule.charge if rule.charge is None or rule.currency == currency else 0
    return ReturnLabel(rule.carrier, rule.service, charge)
