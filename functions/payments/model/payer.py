"""What providers tell of who paid: how risky they think the payment is, and which country the card is of. Pure.

Signs, not facts of money: one that has another form than agreed is not told, and never a reason to refuse the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.shared.plain.deferred import dataclass

MOST_FINGERPRINT = 128
RISKS = ("normal", "elevated", "highest")
_MONEY_CAME = frozenset({EventType.AUTHORIZATION_SUCCESS, EventType.CHARGE_SUCCESS})


@dataclass(frozen=True)
class PayerSigns:
    """`risk`: one of RISKS; `country`: two capital letters (ISO 3166-1); `card`: the provider's fingerprint of it. Empty: not told."""

    risk: str = ""
    country: str = ""
    card: str = ""


def signs_of(events: Iterable[ProviderEvent]) -> PayerSigns:
    """Of a payment, by all that brought money: the highest risk, and the country that was told last."""
    came = [event for event in events if event.type in _MONEY_CAME]
    risk = max((event.risk for event in came if event.risk), key=RISKS.index, default="")
    countries = [(event.occurred_at, event.payer_country) for event in came if event.payer_country]
    return PayerSigns(risk, max(countries, default=("", ""))[1])


def read_signs(risk: object, country: object, card: object = None) -> PayerSigns:
    """As far as they have the form that was agreed."""
    known = risk if isinstance(risk, str) and risk in RISKS else ""
    named = country.upper() if isinstance(country, str) and re.fullmatch(r"[A-Za-z]{2}", country, re.ASCII) else ""
    return PayerSigns(known, named, card if isinstance(card, str) and 0 < len(card) <= MOST_FINGERPRINT else "")
