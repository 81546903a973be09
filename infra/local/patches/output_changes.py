"""Lets a change set bring outputs alone.

MiniStack 1.5.33 calls a change set empty when no resource changes. CloudFormation carries out one that adds an output, and with it the
export that another stack is about to import: without it a shop of before cannot be brought to a version whose stacks share more.
"""

from __future__ import annotations

from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers

_NOTHING = "didn't contain changes"


def install() -> None:
    plain = handlers._ACTION_HANDLERS["CreateChangeSet"]

    def create(params: Any) -> Any:
        before = set(cloudformation._change_sets)
        answer = plain(params)
        for name in set(cloudformation._change_sets) - before:
            _allow_outputs(cloudformation._change_sets[name])
        return answer

    handlers._ACTION_HANDLERS["CreateChangeSet"] = create


def _allow_outputs(made: dict[str, Any]) -> None:
    stack = cloudformation._stacks.get(made["StackName"]) or {}
    outputs = [template.get("Outputs") for template in (made["_template"], stack.get("_template") or {})]
    if made["Status"] == "FAILED" and _NOTHING in made["StatusReason"] and outputs[0] != outputs[1]:
        made.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
