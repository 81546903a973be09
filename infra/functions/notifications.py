"""Messages: they listen to orders and cannot change one."""

from __future__ import annotations

from infra.functions.grants import person_keys, read, read_secret, send, send_mail, send_sms, write
from infra.functions.model import UNHURRIED, Function, Http, Queue, Schedule

FUNCTIONS = (
    Function(
        name="notifier",
        domain="notifications",
        handler="notify",
        trigger=Queue("notifications"),
        grants=(
            read("notifications"),
            write("notifications"),
            read("aftersales"),
            read("payments"),
            # Where the document of an e-invoice opens.
            read("invoices"),
            read("orders"),
            # A mail that told of the right to withdraw is a fact of its order; where a right is told, markets say.
            write("orders"),
            read("catalog"),
            read("customers"),
            *person_keys(),
            read("access"),
            read("shipping"),
            read("stock"),
            read_secret("links"),
            send_mail(),
            send_sms(),
        ),
        settings=("PUBLIC_BASE_URL", "DEFAULT_COUNTRY"),
        timeout=60,
    ),
    Function(
        name="notifications-admin",
        domain="notifications",
        trigger=Http(("GET /v1/admin/notifications",)),
        grants=(read("notifications"),),
    ),
    Function(
        name="webhooks-admin",
        domain="notifications",
        trigger=Http(
            (
                "GET /v1/admin/webhook_dead_letters",
                "GET /v1/admin/webhook_endpoints",
                "ANY /v1/admin/webhook_endpoints/*",
                "POST /v1/admin/webhook_endpoints/*/rotate",
            )
        ),
        grants=(
            read("notifications", "gsi1", "listed"), write("notifications"), send("webhook-messages"), read_secret("webhooks"),
        ),
    ),
    Function(
        name="webhooks",
        domain="notifications",
        handler="hand_out_events",
        trigger=Queue("webhooks", window=UNHURRIED),
        grants=(read("notifications"), write("notifications"), send("webhook-messages")),
        timeout=30,
    ),
    Function(
        name="webhooks-sweep",
        domain="notifications",
        handler="sweep_messages",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("notifications", "due"), send("webhook-messages")),
        timeout=30,
        concurrency=1,
    ),
    Function(
        name="webhook-sender",
        domain="notifications",
        handler="send_messages",
        trigger=Queue("webhook-messages"),
        # It calls addresses that somebody typed in, so it may do nothing else.
        grants=(read("notifications"), write("notifications"), read_secret("webhooks")),
        timeout=60,
    ),
)  # fmt: skip
