"""What WeChat Pay's trades and refunds say, as facts. The same for answers and notifications, so that the two count once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.fields import reference
from functions.payments.providers.wechatpay.account import Account
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import CURRENCIES, Money

_OF_TRADES = {
    "SUCCESS": EventType.CHARGE_SUCCESS,
    "REFUND": EventType.CHARGE_SUCCESS,  # paid, and some of it given back
    "CLOSED": EventType.CANCEL_SUCCESS,
    "REVOKED": EventType.CANCEL_SUCCESS,
    "PAYERROR": EventType.CHARGE_FAILURE,
}
_OF_REFUNDS = {
    "SUCCESS": EventType.REFUND_SUCCESS,
    "CLOSED": EventType.REFUND_FAILURE,
    "ABNORMAL": EventType.REFUND_FAILURE,  # its money still counts as claimed over there, so a second refund cannot double it
}


def of_trade(_account: Account, trade: Mapping[str, Any], *, key: str, digest: str = "") -> list[ProviderEvent]:
    """None while nothing is decided. Raises KeyError, TypeError or ValueError for another form than agreed."""
    state, our_ref = trade["trade_state"], reference(trade["out_trade_no"])
    kind = _OF_TRADES.get(state)
    if kind is None:
        return []
    paid = kind is EventType.CHARGE_SUCCESS
    return [
        ProviderEvent(
            event_key=key,
            type=kind,
            our_ref=our_ref,
            provider_ref=reference(trade["transaction_id"]) if paid else our_ref,
            refund_ref=None,
            money=_money(trade["amount"], "total") if paid else None,
            fee=None,
            account=f"{trade['mchid']}:{trade['appid']}",
            occurred_at=_time(trade.get("success_time")),
            raw_sha256=digest,
            reason="declined_by_customer_or_bank" if kind is EventType.CHARGE_FAILURE else "",
        )
    ]


def of_refund(account: Account, refund: Mapping[str, Any], *, key: str, digest: str = "") -> list[ProviderEvent]:
    """A refund notification is about a paid trade; it never becomes a payment."""
    status = refund.get("refund_status") or refund["status"]
    kind = _OF_REFUNDS.get(status)
    if kind is None:
        return []
    return [
        ProviderEvent(
            event_key=key,
            type=kind,
            our_ref=reference(refund["out_trade_no"]),
            provider_ref=reference(refund["refund_id"]),
            refund_ref=reference(refund["out_refund_no"]),
            money=_money(refund["amount"], "refund"),
            fee=None,
            account=f"{refund.get('mchid', account.mchid)}:{account.appid}",
            occurred_at=_time(refund.get("success_time")),
            raw_sha256=digest,
            reason="" if kind is EventType.REFUND_SUCCESS else str(status).lower(),
        )
    ]


def _money(amount: Mapping[str, Any], name: str) -> Money:
    minor, currency = amount[name], amount.get("currency", "CNY")
    if type(minor) is not int or currency not in CURRENCIES:
        raise ValueError("amount")
    return Money(minor, currency)


def _time(text: Any) -> str:
    return times.iso(times.bounded(times.parse(text))) if text else times.iso(clock.now())
