"""Queue `promotion-due`: tell, expire, close; each once."""

from __future__ import annotations

import json
from typing import Any

from functions.promotions.coupons import expire_coupons
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.outside.time_left import in_time


@in_time
def run_due(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        expire_coupons.work_on(json.loads(record["body"]))

    return each_record(event, handle, consumer="promotion-due")
