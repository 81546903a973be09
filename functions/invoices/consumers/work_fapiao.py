"""Queue `fapiao`: e-invoices that were requested, that are due, or of which their provider has news."""

from __future__ import annotations

import json
from typing import Any

from functions.invoices.fapiao.advance import advance
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.events.events import from_queue
from functions.shared.outside.time_left import in_time
from functions.shared.plain.errors import NotFound

_CALLS = 20.0
"""Seconds: a red one asks its provider three times."""


@in_time
def work_fapiao(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_record(event, _one, consumer="fapiao", needs=_CALLS)


def _one(record: SqsRecord) -> None:
    body = json.loads(record["body"])
    if "fapiao" not in body:
        advance(from_queue(record).subject)
        return
    try:
        advance(body["fapiao"], hinted=bool(body.get("hint")))
    except NotFound:
        if not body.get("hint"):
            raise
        # A key that another shop made with the same account: nothing of ours.
