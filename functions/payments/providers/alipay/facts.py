"""What Alipay's trades and notifications say, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.alipay.signing import TIME
from functions.payments.providers.exchange import from_beijing
from functions.payments.providers.fields import reference
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import Money, from_decimal

_PAID = frozenset({"TRADE_SUCCESS", "TRADE_FINISHED"})
CURRENCY = "CNY"


def of_trade(account: str, trade: Mapping[str, Any], *, key: str) -> list[ProviderEvent]:
    """The answer to a query. A closed trade was either never paid, or paid and wholly given back: only the first is a cancellation.

    Raises KeyError, TypeError or ValueError for another form than agreed.
    """
    status, paid_at = trade["trade_status"], trade.get("send_pay_date")
    if status in _PAID or (status == "TRADE_CLOSED" and paid_at):
        return [_charged(account, trade, paid_at, key, "")]
    return [canceled(account, trade["out_trade_no"], key=key)] if status == "TRADE_CLOSED" else []


def of_notification(fields: Mapping[str, str], digest: str) -> list[ProviderEvent]:
    """The message about a refund of a paid trade has that trade's status: it must never count as another payment."""
    account, key, status = f"{fields['app_id']}:{fields.get('seller_id', '')}", fields["notify_id"], fields["trade_status"]
    if not 0 < len(key) <= 128:
        raise ValueError("notify_id")
    if fields.get("refund_fee") or fields.get("gmt_refund") or fields.get("out_biz_no"):
        return [_refund_told(account, fields, key, digest)]
    if status in _PAID:
        return [_charged(account, fields, fields.get("gmt_payment"), key, digest)]
    return [canceled(account, fields["out_trade_no"], key=key, digest=digest)] if status == "TRADE_CLOSED" else []


def canceled(account: str, our_ref: str, *, key: str, digest: str = "") -> ProviderEvent:
    return _event(EventType.CANCEL_SUCCESS, account, our_ref, our_ref, key, digest)


def refunded(account: str, our_ref: str, refund_ref: str, money: Money, *, key: str) -> ProviderEvent:
    return _event(EventType.REFUND_SUCCESS, account, our_ref, refund_ref, key, "", refund_ref=refund_ref, money=money)


def _charged(account: str, trade: Mapping[str, Any], paid_at: str | None, key: str, digest: str) -> ProviderEvent:
    money, provider_ref = from_decimal(trade["total_amount"], CURRENCY), trade["trade_no"]
    return _event(EventType.CHARGE_SUCCESS, account, trade["out_trade_no"], provider_ref, key, digest, money=money, at=paid_at)


def _refund_told(account: str, fields: Mapping[str, str], key: str, digest: str) -> ProviderEvent:
    """`refund_fee` is the sum of all refunds so far, so it says nothing of this one: a remark. The answer or a query books it."""
    named = fields.get("out_biz_no")
    refund_ref = reference(named) if named else None
    return _event(EventType.INFO, account, fields["out_trade_no"], named or key, key, digest, refund_ref=refund_ref, reason="refund_told")


def _event(
    kind: EventType,
    account: str,
    our_ref: str,
    provider_ref: str,
    key: str,
    digest: str,
    *,
    refund_ref: str | None = None,
    money: Money | None = None,
    at: str | None = None,
    reason: str = "",
) -> ProviderEvent:
    ours, theirs = reference(our_ref), reference(provider_ref)
    occurred_at = from_beijing(at[:19], TIME) if at else times.iso(clock.now())
    return ProviderEvent(key, kind, ours, theirs, refund_ref, money, None, account, occurred_at, digest, reason)
