"""Messages: they listen to orders and cannot change one."""

from __future__ import annotations

from infra.functions.grants import read, read_secret, send_mail, send_sms, write
from infra.functions.model import Function, Http, Queue

FUNCTIONS = (
    Function(
        name="notifier",
        domain="notifications",
        handler="notify",
        trigger=Queue("notifications"),
        grants=(
            read("notifications"),
            write("notifications"),
            read("orders"),
            read("customers"),
            read("shipping"),
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
)
