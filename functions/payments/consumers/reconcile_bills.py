"""Queue `reconciliations`: bills to compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from functions.payments.reconciling.reconcile import reconcile
from functions.shared.events.batches import each_record
from functions.shared.outside.time_left import in_time


@in_time
def reconcile_bills(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: Mapping[str, Any]) -> None:
        content = json.loads(record["body"])
        reconcile(content["provider"], date.fromisoformat(content["day"]))

    return each_record(event, handle, consumer="reconcile-worker")
