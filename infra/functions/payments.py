"""Payments: the shopper starts one, the provider calls back, a worker applies what was said."""

from __future__ import annotations

from infra.functions.grants import append, read, read_secrets, send, write
from infra.functions.model import Function, Http, Queue, Schedule
from infra.functions.settings import WEB

ADDRESSES = ("PAYMENT_SANDBOX_URL", "STRIPE_URL", "ALIPAY_URL", "WECHATPAY_URL", "UNIONPAY_URL", "UNIONPAY_FILES_URL")
PROVIDERS = (*ADDRESSES, "PUBLIC_BASE_URL")

FUNCTIONS = (
    Function(
        name="payments",
        domain="payments",
        trigger=Http(("POST /v1/orders/*/payments", "GET /v1/orders/*/payments", "GET /v1/payments/*", "GET /v1/payment_methods")),
        grants=(read("payments", "gsi1"), write("payments"), read("orders"), read_secrets()),
        settings=(*WEB, *PROVIDERS),
        timeout=20,
    ),
    Function(
        name="payments-admin",
        domain="payments",
        trigger=Http(
            (
                "GET /v1/admin/payments",
                "POST /v1/admin/payments/*/record_receipt",
                "GET /v1/admin/orders/*/refunds",
                "POST /v1/admin/orders/*/refunds",
            )
        ),
        grants=(read("payments", "gsi1"), write("payments"), read("orders"), read_secrets()),
        settings=(*WEB, *PROVIDERS),
        timeout=20,
    ),
    Function(
        name="payment-webhooks",
        domain="payments",
        trigger=Http(("POST /v1/webhooks/payments/*",)),
        grants=(append("payments"), send("payment-webhooks"), read_secrets()),
        settings=ADDRESSES,
        timeout=10,
    ),
    Function(
        name="payment-worker",
        domain="payments",
        handler="process_webhooks",
        trigger=Queue("payment-webhooks"),
        grants=(read("payments"), write("payments"), read_secrets()),
        settings=PROVIDERS,
        timeout=30,
    ),
    Function(
        name="payments-sweep",
        domain="payments",
        handler="sweep_payments",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("payments", "due"), send("payment-webhooks")),
        timeout=30,
    ),
)
