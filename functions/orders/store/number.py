"""The item behind an order's number: it makes the number unique and is how orders are found by month, phone and product."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from functions.orders.model.order import Order
from functions.orders.store.records import NUMBER_SK, OrdersTable, number_pk, placed_key
from functions.shared.contact.phones import digits_of, national_digits
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import key_for, of_time
from functions.shared.store.shards import spread

# Country codes and trunk zeros differ between spellings of one number; its last digits do not. Seven are left of the shortest national
# numbers; orders placed before numbers were kept as E.164 were filed under nine.
_DIGITS, _FORMER_DIGITS = 7, 9


@dataclass(frozen=True)
class NumberOf:
    """Whose number it is, and which products were ordered under which SKUs."""

    order_id: str
    products: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()


def draw(now: datetime, timezone: str) -> str:
    """The day in the store's time zone and eight digits by chance: for people, not to be guessed from a neighbour's."""
    return f"{now.astimezone(ZoneInfo(timezone)):%y%m%d}{secrets.randbelow(10**8):08d}"


def phone_key(phone: str) -> str:
    """gsi2 of number items: the orders of a phone number, and of few others with the same end (contact.phones.same_phone tells them
    apart). Hashed with a key that KMS keeps: of bare hashes all numbers could be tried."""
    return _filed("PHONE", digits_of(phone)[-_DIGITS:])


def phone_keys(phone: str) -> list[str]:
    """Where the orders of a number in any spelling are: those of today, then those filed before under bare hashes."""
    digits = digits_of(phone)
    former = (digits[-_DIGITS:], digits[-_FORMER_DIGITS:], national_digits(phone)[-_FORMER_DIGITS:])
    return [phone_key(phone), *dict.fromkeys(_filed_before("PHONE", one) for one in former)]


def email_key(email: str) -> str:
    """gsi2 of the event that tells of placing: the orders of an e-mail address. Hashed as telephone numbers are."""
    return _filed("EMAIL", normal_email(email))


def email_keys(email: str) -> list[str]:
    """As `phone_keys`."""
    return [email_key(email), _filed_before("EMAIL", normal_email(email))]


def _filed(kind: str, value: str) -> str:
    key = key_for(of_time("look_ups", "always"))
    return f"{kind}#{hmac.new(key, f'{kind}#{value}'.encode(), hashlib.sha256).hexdigest()[:32]}"


def _filed_before(kind: str, value: str) -> str:
    return f"{kind}#{hashlib.sha256(value.encode()).hexdigest()[:32]}"


def normal_email(email: str) -> str:
    return email.strip().casefold()


def number_record(order: Order) -> OrdersTable:
    position = f"{order.placed_at}#{order.id}"
    # One of another system may have no telephone number, and lines of what was never sold here.
    phone = phone_key(order.address.phone) if digits_of(order.address.phone) else None
    return OrdersTable(
        pk=number_pk(order.number),
        sk=NUMBER_SK,
        kind="number",
        body=dump(NumberOf(order.id, _distinct(line.product_id for line in order.lines), _distinct(line.sku for line in order.lines))),
        gsi1pk=spread(placed_key(order.placed_at[:7]), order.id),
        gsi1sk=position,
        gsi2pk=phone,
        gsi2sk=position if phone else None,
    )


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
