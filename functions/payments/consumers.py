"""What the queue `payment-webhooks` brings: verified webhooks from the inbox, and payments whose provider is to be asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.payments.poll_payment import poll
from functions.payments.process_webhook import process
from functions.shared.batches import each_record
from functions.shared.observability import correlated


def consume(event: Mapping[str, Any]) -> dict[str, Any]:
    return each_record(event, _handle, consumer="payment-worker")


def _handle(record: Mapping[str, Any]) -> None:
    content = json.loads(record["body"])
    with correlated(content.get("correlation_id", "")):
        if "poll" in content:
            poll(content["poll"])
        else:
            process(content["provider"], content["key"])
