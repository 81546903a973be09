"""One CloudFormation change set, from making it to its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from infra.faults import InfraError

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed")
_GIVE_UP_AFTER = 3600.0
_NEVER_BEGAN = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
HOLD_DATA = ("AWS::DynamoDB::Table", "AWS::Cognito::UserPool", "AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::KMS::Key")

_LEFT = frozenset({"ProvidersSecret"})
"""Taken out of the base on purpose: its policy leaves it where it is, and its keys were copied (`infra.secrets_split`)."""


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
    client: Any,
    name: str,
    template_url: str | None,
    parameters: Mapping[str, str],
    kept: Collection[str],
    say: Callable[[str], None],
    *,
    may_replace: bool = False,
) -> bool:
    """Create or update the stack; False if there was nothing to change. The parameters named in `kept` keep the value they have. Without a
    template the stack keeps its own.
    What would take away or make anew something that holds data is refused, unless the caller `may_replace`."""
    stack = describe_stack(client, name)
    _must_be_changeable(name, stack)
    fresh = stack is None or stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    known = {p["ParameterKey"] for p in (stack or {}).get("Parameters", [])} & set(kept)
    change = client.create_change_set(
        StackName=name,
        ChangeSetName=f"deploy-{int(time.time() * 1000)}",
        ChangeSetType="CREATE" if fresh else "UPDATE",
        **({"TemplateURL": template_url} if template_url else {"UsePreviousTemplate": True}),
        Capabilities=CAPABILITIES,
        Parameters=[
            *({"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()),
            *({"ParameterKey": key, "UsePreviousValue": True} for key in sorted(known - set(parameters))),
        ],
    )["Id"]
    changes = made_change_set(client, change)
    if changes is None:
        client.delete_change_set(ChangeSetName=change)
        say(f"{name}: nothing has changed")
        return False
    lost = [] if may_replace else _lost(changes)
    if lost:
        client.delete_change_set(ChangeSetName=change)
        raise ChangeError(
            f"{name}: this deployment would take away or make anew, and so lose the data of: {', '.join(lost)}. "
            "Nothing was changed. Keep their names and keys as they are, or say --allow-replacement."
        )
    say(f"{name}: {len(changes)} resources to change")
    client.execute_change_set(ChangeSetName=change)
    await_stack(client, name, say)
    return True


def delete_stack(client: Any, name: str, say: Callable[[str], None]) -> None:
    client.delete_stack(StackName=name)
    await_stack(client, name, say, gone=True)


def forget_failed_start(client: Any, name: str, say: Callable[[str], None]) -> None:
    """For the local stage, where nobody reads a console: a stack that never came into being is deleted, so that the next try makes it."""
    stack = describe_stack(client, name)
    if stack is not None and stack["StackStatus"] in _NEVER_BEGAN:
        delete_stack(client, name, say)


def _must_be_changeable(name: str, stack: Mapping[str, Any] | None) -> None:
    status = "" if stack is None else str(stack["StackStatus"])
    if status in _NEVER_BEGAN:
        raise ChangeError(
            f"{name} is in {status}: its first deployment failed, and CloudFormation can only delete it. Nothing of yours is in it. "
            f"Run `aws cloudformation delete-stack --stack-name {name}`, wait until it is gone, and deploy again."
        )
    if status == "UPDATE_ROLLBACK_FAILED":
        raise ChangeError(
            f"{name} is in {status}: going back failed half-way. "
            f"Run `aws cloudformation continue-update-rollback --stack-name {name}`, then deploy again."
        )
    if status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
        raise ChangeError(f"{name} is in {status}: another deployment is running. Wait for its end, then deploy again.")


def _lost(changes: list[dict[str, Any]]) -> list[str]:
    """The resources with data that the change set deletes or replaces."""
    changed = [change["ResourceChange"] for change in changes if "ResourceChange" in change]
    return sorted(
        f"{found['LogicalResourceId']} ({found['ResourceType']})"
        for found in changed
        if found["ResourceType"] in HOLD_DATA
        and found["LogicalResourceId"] not in _LEFT
        and (found["Action"] == "Remove" or (found["Action"] == "Modify" and found.get("Replacement") == "True"))
    )


def made_change_set(client: Any, change: str) -> list[dict[str, Any]] | None:
    """The changes it holds, or None if there are none."""
    for found in _polled(lambda: client.describe_change_set(ChangeSetName=change)):
        if found["Status"] == "CREATE_COMPLETE":
            return _all_changes(client, change, found)
        if found["Status"] == "FAILED":
            reason = found.get("StatusReason", "")
            if any(text in reason for text in _NOTHING_TO_DO):
                return None
            raise ChangeError(f"CloudFormation refuses the template: {reason}")
    raise ChangeError("CloudFormation did not finish the change set in time")


def _all_changes(client: Any, change: str, page: dict[str, Any]) -> list[dict[str, Any]]:
    changes = list(page.get("Changes", []))
    while token := page.get("NextToken"):
        page = client.describe_change_set(ChangeSetName=change, NextToken=token)
        changes += page.get("Changes", [])
    return changes


def await_stack(client: Any, name: str, say: Callable[[str], None], *, gone: bool = False) -> None:
    """Until the stack has come to rest, or is `gone`. Raises ChangeError when it ended otherwise."""
    told = ""
    for stack in _polled(lambda: describe_stack(client, name) or {}):
        status = stack.get("StackStatus", "DELETE_COMPLETE")
        if status != told:
            say(f"{name}: {status}")
            told = status
        if status in (("DELETE_COMPLETE",) if gone else ("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE")):
            return
        if status.endswith("_FAILED") or "ROLLBACK_COMPLETE" in status or status == "DELETE_COMPLETE":
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
