"""A checkout session: a cart with what an agent asked of it, and the order that became of it. Pure.

```
open ──completing──► placed ──paid──► completed
  └──cancelled──► canceled ◄──cancelled──┘ (an order that is not paid)
```
`placed`: there is an order, and its money is not there yet. `completed` and `canceled` are the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from functions.shared.plain.deferred import dataclass

OPEN, PLACED, COMPLETED, CANCELED = "open", "placed", "completed", "canceled"
ENDS = frozenset({COMPLETED, CANCELED})


@dataclass(frozen=True)
class Buyer:
    """`consent`: what they agreed to, by name, as the agent says."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    consent: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Destination:
    """Where goods go, as far as the agent knows. `name`: the whole of it, where it was told in one."""

    id: str
    country: str = ""
    region: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    postal_code: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    name: str = ""


@dataclass(frozen=True)
class AskedLine:
    """`id`: what the agent says is the line's name, which counts as long as it is."""

    variant_id: str
    quantity: int
    id: str = ""


@dataclass(frozen=True)
class Asked:
    """All that the session shall be: what is not here is not in it afterwards. `named`: line ids that its parts name. `share`:
    the share link by which its buyer came, as the agent says."""

    lines: Sequence[AskedLine]
    currency: str = ""
    buyer: Buyer = field(default_factory=Buyer)
    destinations: Sequence[Destination] = ()
    destination_id: str = ""
    option_id: str = ""
    codes: Sequence[str] = ()
    named: Sequence[str] = ()
    share: str = ""

    @property
    def destination(self) -> Destination | None:
        """The chosen one; where there is one alone, that."""
        if not self.destination_id and len(self.destinations) == 1:
            return self.destinations[0]
        return next((one for one in self.destinations if one.id == self.destination_id), None)


@dataclass(frozen=True)
class Session:
    """`agent`: whose it is (its name, and behind a blank the customer that it buys for), empty for nobody in particular (then its id opens
    it); `seen`: the price that was told last.
    `failure`: why the money of its order did not come. `mandated`: it was opened with AP2, and is not paid without a mandate."""

    id: str
    cart_id: str
    cart_token: str = field(repr=False)
    agent: str
    channel: str
    asked: Asked
    status: str = OPEN
    seen: str = ""
    order_id: str = ""
    failure: str = ""
    language: str = ""
    created_at: str = ""
    expires_at: str = ""
    version: int = 0
    mandated: bool = False

    @property
    def customer(self) -> str:
        return self.agent.partition(" ")[2]


def address_of(asked: Asked) -> dict[str, str] | None:
    """By the names of our own addresses; None while there is no destination. What is missing is left out, and refused there."""
    to, buyer = asked.destination, asked.buyer
    if to is None:
        return None
    name = to.name or " ".join(filter(None, (to.first_name or buyer.first_name, to.last_name or buyer.last_name)))
    fields = {
        "name": name, "phone": to.phone or buyer.phone, "country": to.country, "province": to.region, "city": to.city,
        "district": to.district, "street": to.street, "postal_code": to.postal_code, "email": buyer.email,
    }  # fmt: skip
    return {field_name: text for field_name, text in fields.items() if text}
