"""Events of carts."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CartAbandoned:
    """Nothing was changed in a filled cart for an hour, and it was not ordered. `person`: a customer, or the key of an address that agreed
    to advertising. Told once for each time that it is left."""

    TYPE: ClassVar[str] = "cart.abandoned"
    VERSION: ClassVar[int] = 1
    cart_id: str
    person: str
    currency: str
    lines: int
    changed_at: str
