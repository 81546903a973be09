"""Entry points of the notifications domain.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "sent.admin_api.admin_api",
        "templates.admin_api.template_api",
        "templates.layout_api.layout_api",
        "deliveries.admin_api.delivery_api",
        "endpoints.admin_api.endpoint_api",
        "rules.admin_api.rules_api",
        "inbox.api.inbox_api",
        "devices.api.devices_api",
        "preferences.api.preferences_api",
        "preferences.api.subscribe_api",
        "preferences.page_api.links_api",
        "suppression.admin_api.suppression_api",
    ),
    handlers=(
        "notify", "tell_by_sms", "tell_in_inbox", "tell_by_push", "tell_by_wechat", "tell_by_others", "wake_messages", "hand_out_events",
        "send_messages", "sweep_messages", "note_mail_events", "send_marketing",
    ),
)  # fmt: skip
