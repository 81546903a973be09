"""One CloudFormation change set, from making it to its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from infra.faults import InfraError

_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed")
_GIVE_UP_AFTER = 3600.0


class ChangeError(InfraError):
    """CloudFormation refused or rolled back; the message carries its reasons."""


def describe_stack(client: Any, name: str) -> dict[str, Any] | None:
    """The stack as CloudFormation describes it, or None if there is none."""
    try:
        stacks: list[dict[str, Any]] = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return stacks[0]


def apply_change(
    client: Any, name: str, template_url: str, parameters: Mapping[str, str], kept: Collection[str], say: Callable[[str], None]
) -> bool:
    """Create or update the stack; False if there was nothing to change. The parameters named in `kept` keep the value they have."""
    stack = describe_stack(client, name)
    fresh = stack is None or stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    known = {p["ParameterKey"] for p in (stack or {}).get("Parameters", [])} & set(kept)
    change = client.create_change_set(
        StackName=name,
        ChangeSetName=f"deploy-{int(time.time() * 1000)}",
        ChangeSetType="CREATE" if fresh else "UPDATE",
        TemplateURL=template_url,
        Capabilities=_CAPABILITIES,
        Parameters=[
            *({"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()),
            *({"ParameterKey": key, "UsePreviousValue": True} for key in sorted(known - set(parameters))),
        ],
    )["Id"]
    changes = _await_change_set(client, change)
    if changes is None:
        client.delete_change_set(ChangeSetName=change)
        say(f"{name}: nothing has changed")
        return False
    say(f"{name}: {changes} resources to change")
    client.execute_change_set(ChangeSetName=change)
    _await_stack(client, name, say)
    return True


def _await_change_set(client: Any, change: str) -> int | None:
    """How many changes it holds, or None if there are none."""
    for found in _polled(lambda: client.describe_change_set(ChangeSetName=change)):
        if found["Status"] == "CREATE_COMPLETE":
            return len(found.get("Changes", []))
        if found["Status"] == "FAILED":
            reason = found.get("StatusReason", "")
            if any(text in reason for text in _NOTHING_TO_DO):
                return None
            raise ChangeError(f"CloudFormation refuses the template: {reason}")
    raise ChangeError("CloudFormation did not finish the change set in time")


def _await_stack(client: Any, name: str, say: Callable[[str], None]) -> None:
    told = ""
    for stack in _polled(lambda: describe_stack(client, name) or {}):
        status = stack.get("StackStatus", "DELETED")
        if status != told:
            say(f"{name}: {status}")
            told = status
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return
        if status.endswith("_FAILED") or "ROLLBACK_COMPLETE" in status or status == "DELETED":
            raise ChangeError(f"{name} ended as {status}:\n{_failures(client, name)}")
    raise ChangeError(f"{name} did not finish in time")


def _failures(client: Any, name: str) -> str:
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    failed = [e for e in events if e["ResourceStatus"].endswith("FAILED")]
    return "\n".join(f"  {e['LogicalResourceId']}: {e.get('ResourceStatusReason', '')}" for e in reversed(failed))


def _polled(ask: Callable[[], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Ask again and again, quickly at first: the emulator is done at once, AWS takes minutes."""
    wait, deadline = 0.1, time.monotonic() + _GIVE_UP_AFTER
    while time.monotonic() < deadline:
        yield ask()
        time.sleep(wait)
        wait = min(wait * 1.5, 5.0)
