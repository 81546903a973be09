"""A provider calls: verify, hand to the queue, acknowledge. What became of an e-invoice is asked then, not believed."""

from __future__ import annotations

from functions.invoices.model.fapiao import id_of_key
from functions.invoices.providers.discovery import provider
from functions.invoices.providers.port import Forged, Webhook
from functions.shared.outside import clock
from functions.shared.outside.observability import correlation_id, fact
from functions.shared.outside.queues import Message, send_all


def receive(code: str, webhook: Webhook) -> bool:
    """False: it is not the provider's. Raises NotFound, Unreadable."""
    asked = provider(code)
    try:
        asked.verify_webhook(webhook, clock.now())
    except Forged:
        fact("webhook.refused", provider=code)
        return False
    hints = ({"fapiao": id_of_key(key), "hint": True, "correlation_id": correlation_id()} for key in asked.keys_in(webhook))
    send_all("fapiao", map(Message, hints))
    return True
