"""Messages: they listen to orders and cannot change one."""

from __future__ import annotations

from infra.functions.grants import (
    check,
    forget_devices,
    keep_versions,
    person_keys,
    read,
    read_objects,
    read_secret,
    remove,
    send,
    send_mail,
    send_sms,
    unless_erased,
    write,
)
from infra.functions.model import UNHURRIED, Function, Http, Queue, Schedule
from infra.functions.settings import PAGE, PICTURES

# What it takes to know whom an event is for and what it says to them, whatever the channel.
_TELLS = (
    read("notifications"),
    write("notifications"),
    read("aftersales"),
    read("payments"),
    # Where the document of an e-invoice opens.
    read("invoices"),
    read("orders"),
    # Where a right is told, markets say.
    read("catalog"),
    # What lies in a cart that was left.
    read("carts"),
    read("customers"),
    # What a level is called, and who is in which groups: what is back may be for some.
    read("loyalty"),
    read("promotions"),
    *person_keys(),
    # Whether they agreed to advertising.
    read("privacy"),
    read("access"),
    read("shipping"),
    read("stock"),
    read_secret("links"),
    # Addresses that are not written to are found by a keyed hash.
    read_secret("privacy"),
)
_SETTINGS = ("PUBLIC_BASE_URL",)

FUNCTIONS = (
    Function(
        name="notifier",
        domain="notifications",
        handler="notify",
        trigger=Queue("notifications"),
        # A mail that told of the right to withdraw is a fact of its order.
        grants=(*_TELLS, write("orders"), read_objects("report-packs"), send_mail()),
        settings=_SETTINGS,
        timeout=60,
    ),
    # A queue and a function for each channel: one that is slow delays no other (ADR 92).
    Function(
        name="notifier-sms",
        domain="notifications",
        handler="tell_by_sms",
        trigger=Queue("notifications-sms"),
        grants=(*_TELLS, send_sms()),
        settings=_SETTINGS,
        timeout=60,
    ),
    Function(
        name="notifier-inbox",
        domain="notifications",
        handler="tell_in_inbox",
        trigger=Queue("notifications-inbox", window=UNHURRIED),
        # Who was erased has no inbox.
        grants=(*_TELLS, unless_erased()),
        settings=_SETTINGS,
        timeout=60,
    ),
    Function(
        name="notifier-push",
        domain="notifications",
        handler="tell_by_push",
        trigger=Queue("notifications-push"),
        # A device that its provider does not know any more goes.
        grants=(*_TELLS, forget_devices(), read_secret("channels")),
        settings=_SETTINGS,
        timeout=60,
    ),
    Function(
        name="notifier-wechat",
        domain="notifications",
        handler="tell_by_wechat",
        trigger=Queue("notifications-wechat", window=UNHURRIED),
        grants=(*_TELLS, forget_devices(), read_secret("channels")),
        settings=_SETTINGS,
        timeout=60,
    ),
    Function(
        name="notifier-others",
        domain="notifications",
        handler="tell_by_others",
        trigger=Queue("notifications-others", batch_size=100, window=UNHURRIED),
        grants=(*_TELLS, read_secret("channels")),
        settings=_SETTINGS,
        timeout=60,
    ),
    Function(
        name="messages-due",
        domain="notifications",
        handler="wake_messages",
        trigger=Schedule("rate(1 minute)"),
        grants=(
            read("notifications", "due"), write("notifications"), send("notifications"), send("notifications-sms"),
            send("notifications-inbox"), send("notifications-push"), send("notifications-wechat"), send("notifications-others"),
        ),
        timeout=60,
        concurrency=1,
    ),
    Function(
        name="message-rules",
        domain="notifications",
        trigger=Http(("ANY /v1/admin/message_rules",)),
        grants=(read("notifications"), write("notifications"), keep_versions()),
    ),
    Function(
        name="inbox",
        domain="notifications",
        trigger=Http(
            (
                "GET /v1/me/messages", "DELETE /v1/me/messages/*", "POST /v1/me/messages/read", "POST /v1/me/messages/*/read",
                "ANY /v1/me/devices", "ANY /v1/me/devices/*",
            )
        ),
        grants=(
            read("notifications", "gsi1", "listed"), write("notifications"), remove("notifications"), *person_keys(), check("privacy"),
            read_secret("privacy"),
        ),
    ),
    Function(
        name="marketing-messages",
        domain="notifications",
        handler="send_marketing",
        trigger=Queue("marketing-messages"),
        # On whichever channel a campaign goes by.
        grants=(*_TELLS, remove("notifications"), send_mail(), send_sms(), read_secret("channels")),
        settings=_SETTINGS,
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
        grants=(read("notifications", "gsi1", "listed"), write("notifications"), remove("notifications")),
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
            read("access"), read_secret("links"), send_mail(), send_sms(), read_secret("channels"), forget_devices(),
            read_secret("privacy"), check("privacy"),
        ),
        settings=(*PICTURES, "BUCKET_DATA", "MEDIA_BASE_URL"),
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
