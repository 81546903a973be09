"""Who a payment is counted for: as keyed hashes, so that nothing that is stored names anybody."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from functions.orders import Payable
from functions.payments.model.risk.assessment import ADDRESS, CARD, CUSTOMER, DEVICE, EMAIL, PLACE
from functions.shared.limits.addresses import network_of
from functions.shared.plain.postal_address import Address
from functions.shared.sealing.look_ups import look_up

_MOST = 128
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Two names of one provider, which ignores dots before the @ (support.google.com/mail/answer/7436150)."""


def subjects_of(order: Payable, *, client_ip: str, device: str) -> dict[str, str]:
    """By kind, those that are known. An address of the network is its household (a /64 of IPv6), a mailbox is one whatever is behind a `+`,
    and at Gmail whatever its dots; what goes to a pick-up point says nothing of where its buyer is. Raises Unavailable while there is no
    key."""
    told = {
        ADDRESS: network_of(client_ip) if client_ip else "",
        CUSTOMER: order.customer_id or "",
        EMAIL: mailbox(order.address.email or ""),
        DEVICE: device.strip()[:_MOST],
        PLACE: "" if order.to_point else _written(order.address),
    }
    return {kind: look_up(f"risk {kind}", value)[:24] for kind, value in told.items() if value}


def card_subject(fingerprint: str) -> str:
    return look_up(f"risk {CARD}", fingerprint)[:24] if fingerprint else ""


def customer_subject(customer_id: str) -> str:
    return look_up(f"risk {CUSTOMER}", customer_id)[:24]


def person_of(subjects: dict[str, str]) -> str:
    """Under whose name a buyer's history is kept: their account, else their mailbox. Empty: nobody is known again."""
    return subjects.get(CUSTOMER) or subjects.get(EMAIL) or ""


def mailbox(email: str) -> str:
    local, _, domain = email.strip().casefold().rpartition("@")
    name = local.partition("+")[0]
    if domain in _DOTLESS:
        name, domain = name.replace(".", ""), _DOTLESS[domain]
    return f"{name}@{domain}" if local and domain else ""


def is_disposable(email: str, also: Collection[str]) -> bool:
    """By the kept list of domains, whose own sub-domains count, and by those that staff named."""
    # Ten thousand names: loaded when there is an address to look at.
    from disposable_email_domains import blocklist

    domain = email.strip().casefold().rpartition("@")[2].rstrip(".")
    parts = domain.split(".")
    names = {".".join(parts[start:]) for start in range(len(parts) - 1)}
    return bool(names & blocklist or names & set(also))


def _written(address: Address) -> str:
    """The same for the same door, however it is spaced, cased or punctuated."""
    text = " ".join((address.country, address.province, address.city, address.district, address.street, address.postal_code))
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
