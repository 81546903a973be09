"""What a provider may keep of a charge, as our contract with it says: `"fee": {"basis_points": 290, "fixed": 30}` in its secret.

Most providers tell the fee in their bill only. Where the contract is known here, a bill that charges another fee is noticed.
"""

from __future__ import annotations

from typing import Any

from functions.shared.outside.provider_keys import provider_entry
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings

_WHOLE = 10_000


@dataclass(frozen=True)
class AgreedFee:
    """`fixed` in minor units of whatever currency is charged."""

    basis_points: int
    fixed: int = 0

    def of(self, amount: int) -> int:
        """In minor units, rounded half up."""
        return (amount * self.basis_points + _WHOLE // 2) // _WHOLE + self.fixed


def agreed_fee(provider: str) -> AgreedFee | None:
    """None where nothing, or nothing readable, is said."""
    said: Any = provider_entry(settings().secret_payments, provider).get("fee")
    if not isinstance(said, dict):
        return None
    parts = [said.get("basis_points"), said.get("fixed", 0)]
    return AgreedFee(*parts) if all(type(part) is int and part >= 0 for part in parts) else None
