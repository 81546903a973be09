"""The scheduled functions of the template and the way to run one now: by the name of its schedule, as in api.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.functions import FUNCTIONS
from infra.functions.model import Schedule


@dataclass(frozen=True)
class ScheduledFunction:
    name: str
    expression: str


def schedules() -> list[ScheduledFunction]:
    rows = [(one.name, one.trigger) for one in FUNCTIONS]
    return [ScheduledFunction(name, trigger.expression) for name, trigger in rows if isinstance(trigger, Schedule)]


def event(at: datetime) -> dict[str, Any]:
    """What EventBridge hands to the function of a schedule."""
    return {
        "version": "0",
        "id": "sandbox",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": [],
        "detail": {},
    }


class ScheduleFailed(Exception):
    """The function ran and raised; the message is what it said."""


def run(function_name: str, at: datetime, lambda_client: Any) -> Any:
    """Runs the deployed function and waits; its answer. Raises ScheduleFailed."""
    payload = json.dumps(event(at)).encode()
    answer: Mapping[str, Any] = lambda_client.invoke(FunctionName=function_name, Payload=payload)
    text = answer["Payload"].read().decode()
    result = json.loads(text) if text.strip() else None
    if answer.get("FunctionError"):
        said = result.get("errorMessage") if isinstance(result, dict) else text
        raise ScheduleFailed(str(said))
    return result
