"""Makes MiniStack honour `batchItemFailures` of table streams.

MiniStack 1.5.33 goes on behind a batch whenever the function returns at all, so records a consumer gave back would be lost.
Here such an answer counts as a failed batch and is delivered again whole, as AWS delivers it again from the first failure on;
consumers are idempotent, so what was done already is done once.
"""

from __future__ import annotations

import json
from typing import Any

from ministack.services import lambda_svc


def install() -> None:
    plain = lambda_svc._execute_function

    def execute(function: Any, event: Any, *rest: Any, **named: Any) -> Any:
        result = plain(function, event, *rest, **named)
        return {**result, "error": True} if _gave_back(event, result) else result

    lambda_svc._execute_function = execute


def _gave_back(event: Any, result: Any) -> bool:
    records = event.get("Records") if isinstance(event, dict) else None
    if not records or records[0].get("eventSource") != "aws:dynamodb" or result.get("error"):
        return False
    body = result.get("body")
    if isinstance(body, str | bytes):
        try:
            body = json.loads(body)
        except ValueError:
            return False
    return isinstance(body, dict) and bool(body.get("batchItemFailures"))
