"""Payments: attempts at providers, what the providers said, and the ledger of the money that moved. What other domains may use is exported
here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.payments.attempts.methods import Method, PaymentMethodView, method_views, methods_in
    from functions.payments.attempts.on_page import page_methods
    from functions.payments.attempts.pay_kept import method_for_order, pay_by_kept
    from functions.payments.attempts.pay_lent import Lender, Lent, lenders, pay_by_lent
    from functions.payments.attempts.pay_on_page import pay_on_page
    from functions.payments.attempts.schemas import PaymentView
    from functions.payments.attempts.tendered import Tendered, TenderedOrder, tender_writes
    from functions.payments.model.attempt import Attempt, NextAction
    from functions.payments.model.errors import Declined, Forged, Malformed, Misconfigured, Stale, Unknown
    from functions.payments.model.provider import AckOutcome, Capabilities, PaymentProvider, RawRequest, RawResponse, Result
    from functions.payments.model.provider_event import EventType, ProviderEvent
    from functions.payments.model.refund import Refund, RefundPart
    from functions.payments.model.refund_parts import LineWish, RefundWish
    from functions.payments.providers import ways_to_pay
    from functions.payments.providers.answered import answered
    from functions.payments.providers.unsupported import Unable
    from functions.payments.reconciling.money_of_orders import Moved, money_of_order
    from functions.payments.reconciling.read_ledger import LedgerLine, ledger_between
    from functions.payments.refunds.credits import (
        FromCredit,
        PutAside,
        credit_left,
        free_credit,
        move_credit,
        put_aside,
    )
    from functions.payments.refunds.expected import expected_refund, within_left
    from functions.payments.refunds.give_credits import OwnRefund, refund_with_credits
    from functions.payments.refunds.request_refund import request_refund
    from functions.payments.risk.forget_risk import forget_risk
    from functions.payments.saved.forget_all import forget_payment_methods
    from functions.payments.saved.schemas import SavedMethodView, kept_methods
    from functions.payments.store.coupon_news import CouponNews, coupon_news
    from functions.payments.store.ledger_store import booked_place_of
    from functions.payments.store.payment_lists import payment_places_of
    from functions.payments.store.payment_settings import settings_keys
else:
    __getattr__ = lazily(
        __name__,
        {
            "attempts.methods": "Method PaymentMethodView method_views methods_in",
            "attempts.on_page": "page_methods",
            "attempts.pay_lent": "Lender Lent lenders pay_by_lent",
            "attempts.pay_on_page": "pay_on_page",
            "attempts.tendered": "Tendered TenderedOrder tender_writes",
            "model.attempt": "Attempt NextAction",
            "model.errors": "Declined Forged Malformed Misconfigured Stale Unknown",
            "model.provider": "AckOutcome Capabilities PaymentProvider RawRequest RawResponse Result",
            "model.provider_event": "EventType ProviderEvent",
            "providers": "ways_to_pay",
            "providers.answered": "answered",
            "providers.unsupported": "Unable",
            "reconciling.money_of_orders": "Moved money_of_order",
            "saved.schemas": "SavedMethodView kept_methods",
            "model.refund": "Refund RefundPart",
            "model.refund_parts": "LineWish RefundWish",
            "reconciling.read_ledger": "LedgerLine ledger_between",
            "refunds.credits": "FromCredit PutAside credit_left free_credit move_credit put_aside",
            "refunds.expected": "expected_refund within_left",
            "refunds.give_credits": "OwnRefund refund_with_credits",
            "refunds.request_refund": "request_refund",
            "attempts.schemas": "PaymentView",
            "saved.forget_all": "forget_payment_methods",
            "risk.forget_risk": "forget_risk",
            "attempts.pay_kept": "method_for_order pay_by_kept",
            "store.coupon_news": "CouponNews coupon_news",
            "store.ledger_store": "booked_place_of",
            "store.payment_lists": "payment_places_of",
            "store.payment_settings": "settings_keys",
        },
    )

__all__ = [
    "AckOutcome",
    "Attempt",
    "Capabilities",
    "CouponNews",
    "Declined",
    "EventType",
    "Forged",
    "FromCredit",
    "LedgerLine",
    "Lender",
    "Lent",
    "LineWish",
    "Malformed",
    "Method",
    "Misconfigured",
    "Moved",
    "NextAction",
    "OwnRefund",
    "PaymentMethodView",
    "PaymentProvider",
    "PaymentView",
    "ProviderEvent",
    "PutAside",
    "RawRequest",
    "RawResponse",
    "Refund",
    "RefundPart",
    "RefundWish",
    "Result",
    "SavedMethodView",
    "Stale",
    "Tendered",
    "TenderedOrder",
    "Unable",
    "Unknown",
    "answered",
    "booked_place_of",
    "coupon_news",
    "credit_left",
    "expected_refund",
    "forget_payment_methods",
    "forget_risk",
    "free_credit",
    "kept_methods",
    "ledger_between",
    "lenders",
    "method_for_order",
    "method_views",
    "methods_in",
    "money_of_order",
    "move_credit",
    "page_methods",
    "pay_by_kept",
    "pay_by_lent",
    "pay_on_page",
    "payment_places_of",
    "put_aside",
    "refund_with_credits",
    "request_refund",
    "settings_keys",
    "tender_writes",
    "ways_to_pay",
    "within_left",
]
