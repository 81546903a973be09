"""Queue `payment-webhooks`: verified webhooks, and payments whose provider is to be asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.payments.attempts.poll_payment import poll
from functions.payments.webhooks.process_webhook import process
from functions.shared.events.batches import each_record
from functions.shared.outside.time_left import in_time

# One call to a provider at its slowest (exchange.py), and the writes after it.
_ONE_CALL = 12.0
# Whose messages are asked back before they are booked (`requery_after_webhook`), named here so that no adapter is loaded to sort.
_ASKED_BACK = frozenset({"unionpay"})


def _asks_somebody(record: Mapping[str, Any]) -> bool:
    content = json.loads(record["body"])
    return "poll" in content or content["provider"] in _ASKED_BACK


def _handle(record: Mapping[str, Any]) -> None:
    content = json.loads(record["body"])
    if "poll" in content:
        poll(content["poll"])
    else:
        process(content["provider"], content["key"])


@in_time
def process_webhooks(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """What waits for no provider comes first, so that a slow one holds up its own messages only; what there is no time for goes back."""
    records = sorted(event["Records"], key=_asks_somebody)
    return each_record({"Records": records}, _handle, consumer="payment-worker", needs=_ONE_CALL)
