"""Ways of delivery for a cart. One flat rule for now, as data; zones and rate rules will add rows, not another shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from functions.orders.order import DeliveryOption
from functions.orders.promise import Calendar, promised_date
from functions.shared.money import exponent


@dataclass(frozen=True)
class FlatRule:
    """Fees in minor units per currency; a currency without its own fee pays `major_units` of it."""

    id: str = "standard"
    service: str = "standard"
    fees: Mapping[str, int] = field(default_factory=lambda: {"CNY": 800, "USD": 500, "EUR": 500, "GBP": 400, "JPY": 600})
    major_units: int = 5
    days: int = 3

    def fee(self, currency: str) -> int:
        return self.fees.get(currency, self.major_units * 10 ** exponent(currency))


STANDARD = FlatRule()


def delivery_options(currency: str, *, now: datetime, timezone: str, carrier: str) -> list[DeliveryOption]:
    """What the buyer may choose from, cheapest first. `carrier` brings the flat option's parcels."""
    rule = STANDARD
    promised = promised_date(Calendar(timezone), now, rule.days).isoformat()
    return [DeliveryOption(rule.id, carrier, rule.service, rule.fee(currency), promised)]
