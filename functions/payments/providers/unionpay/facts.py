"""What UnionPay's notifications and queries say, as facts."""

from __future__ import annotations

from collections.abc import Mapping

from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.exchange import from_beijing
from functions.payments.providers.fields import reference
from functions.payments.providers.unionpay.client import DONE
from functions.shared.plain.money import MAX_AMOUNT, Money

TIME = "%Y%m%d%H%M%S"
_CURRENCIES = {"156": "CNY", "344": "HKD", "840": "USD", "392": "JPY", "978": "EUR"}
_PAY = "01"
REFUND, VOID = "04", "31"
_OF_VOIDS = "v"


def of_notification(fields: Mapping[str, str], digest: str) -> list[ProviderEvent]:
    """A hint with proof of origin: the core asks back before it books. A refund's message carries our payment in `reqReserved`.

    Raises KeyError or ValueError for another form than agreed.
    """
    kind, code = fields["txnType"], fields["respCode"]
    key = f"{fields['queryId']}-{kind}-{code}"
    if kind == _PAY:
        return [charge(fields, done=code in DONE, key=key, digest=digest)]
    if kind in (REFUND, VOID):
        return [refund(fields, fields["reqReserved"], done=code in DONE, key=key, digest=digest)]
    return []


def void_number(refund_ref: str) -> str:
    """Of the void that gives back what a refund is for; references begin with a digit."""
    return f"{_OF_VOIDS}{refund_ref}"


def refund_of(number: str) -> str:
    """The refund's reference, from its own number or its void's."""
    return number.removeprefix(_OF_VOIDS)


def charge(fields: Mapping[str, str], *, done: bool, key: str, digest: str = "") -> ProviderEvent:
    kind = EventType.CHARGE_SUCCESS if done else EventType.CHARGE_FAILURE
    our_ref = fields["orderId"]
    provider_ref = fields["queryId"] if done else our_ref
    return _event(kind, fields, our_ref, provider_ref, key, digest, money=_money(fields) if done else None)


def refund(fields: Mapping[str, str], our_ref: str, *, done: bool, key: str, digest: str = "") -> ProviderEvent:
    kind = EventType.REFUND_SUCCESS if done else EventType.REFUND_FAILURE
    refund_ref = refund_of(fields["orderId"])
    return _event(kind, fields, our_ref, fields.get("queryId") or refund_ref, key, digest, money=_money(fields), refund_ref=refund_ref)


def _event(
    kind: EventType,
    fields: Mapping[str, str],
    our_ref: str,
    provider_ref: str,
    key: str,
    digest: str,
    *,
    money: Money | None,
    refund_ref: str | None = None,
) -> ProviderEvent:
    key, ours, theirs = reference(key), reference(our_ref), reference(provider_ref)
    done = kind in (EventType.CHARGE_SUCCESS, EventType.REFUND_SUCCESS)
    code = fields.get("origRespCode") or fields.get("respCode", "")
    at, reason = from_beijing(fields["txnTime"], TIME), "" if done else f"unionpay_{code}"[:64]
    return ProviderEvent(key, kind, ours, theirs, refund_ref, money, None, fields["merId"], at, digest, reason)


def _money(fields: Mapping[str, str]) -> Money:
    text = fields["txnAmt"]
    if not (text.isascii() and text.isdigit() and len(text) <= 12) or int(text) > MAX_AMOUNT:
        raise ValueError("txnAmt")
    return Money(int(text), _CURRENCIES[fields["currencyCode"]])
