"""Messages: they listen to orders and cannot change one."""

from __future__ import annotations

from infra.functions.grants import check, person_keys, read, read_secret, remove, send, send_mail, send_sms, unless_erased, write
from infra.functions.model import UNHURRIED, Function, Http, Queue, Schedule
from infra.functions.settings import PAGE, PICTURES

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
            # Addresses that are not written to are found by a keyed hash.
            read_secret("privacy"),
            send_mail(),
            send_sms(),
        ),
        settings=("PUBLIC_BASE_URL", "DEFAULT_COUNTRY"),
        timeout=60,
    ),
    Function(
        name="marketing-messages",
        domain="notifications",
        handler="send_marketing",
        trigger=Queue("marketing-messages"),
        grants=(
            read("notifications"),
            write("notifications"),
            read("customers"),
            read("privacy"),
            *person_keys(),
            read_secret("links"),
            read_secret("privacy"),
            send_mail(),
        ),
        settings=("PUBLIC_BASE_URL",),
        timeout=60,
    ),
    Function(
        name="mail-events",
        domain="notifications",
        handler="note_mail_events",
        trigger=Queue("mail-events", concurrency=2),
        grants=(read("notifications"), write("notifications")),
        timeout=30,
    ),
    Function(
        name="messages-admin",
        domain="notifications",
        trigger=Http(("GET /v1/admin/messages", "GET /v1/admin/suppressions", "DELETE /v1/admin/suppressions/*")),
        grants=(read("notifications", "listed"), write("notifications"), remove("notifications")),
    ),
    Function(
        name="message-preferences",
        domain="notifications",
        trigger=Http(
            (
                "ANY /v1/me/message_preferences", "POST /v1/subscriptions", "GET /o/messages/*", "POST /o/messages/*",
            )
        ),
        grants=(
            read("notifications"), write("notifications"), read("privacy"), write("privacy"), check("privacy"), *person_keys(),
            read_secret("links"), read_secret("privacy"),
        ),
        settings=PAGE,
    ),
    Function(
        name="notifications-admin",
        domain="notifications",
        trigger=Http(("GET /v1/admin/notifications",)),
        grants=(read("notifications"),),
    ),
    Function(
        name="templates-admin",
        domain="notifications",
        trigger=Http(
            (
                "ANY /v1/admin/notifications/templates",
                "ANY /v1/admin/notifications/templates/*",
                "POST /v1/admin/notifications/templates/*/publish",
                "POST /v1/admin/notifications/templates/*/preview",
                "POST /v1/admin/notifications/templates/*/test",
                "ANY /v1/admin/notifications/layout",
                "ANY /v1/admin/notifications/layout/*",
            )
        ),
        # A preview about a real order reads what its mail would say; a test goes to whoever asks for it.
        grants=(
            read("notifications"), write("notifications"), read("orders"), read("catalog"), read("customers"), *person_keys(),
            read("access"), read_secret("links"), send_mail(),
        ),
        settings=(*PICTURES, "DEFAULT_COUNTRY", "BUCKET_DATA", "MEDIA_BASE_URL"),
    ),
    Function(
        name="webhooks-admin",
        domain="notifications",
        trigger=Http(
            (
                "GET /v1/admin/webhook_dead_letters",
                "GET /v1/admin/webhook_event_types",
                "ANY /v1/admin/webhook_endpoints",
                "ANY /v1/admin/webhook_endpoints/*",
                "POST /v1/admin/webhook_endpoints/*/rotate",
                "POST /v1/admin/webhook_endpoints/*/replay",
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
        # Nearly all events of the shop come here, and where nobody outside wants them a batch is one read: so batches are large. The window
        # is shorter than a message waits for its elders (`model/lane.py`).
        trigger=Queue("webhooks", batch_size=100, window=UNHURRIED),
        grants=(read("notifications"), write("notifications"), send("webhook-messages"), unless_erased()),
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
        # A message is a turn in a slot of an endpoint, so that none waits for another's.
        trigger=Queue("webhook-messages", batch_size=1, concurrency=20),
        # It calls addresses that somebody typed in, so it may do nothing else.
        grants=(read("notifications", "due", "gsi1"), write("notifications"), send("webhook-messages"), read_secret("webhooks")),
        timeout=60,
    ),
)  # fmt: skip
