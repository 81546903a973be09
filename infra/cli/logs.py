"""The newest log lines of a function."""

from __future__ import annotations

from typing import Any

from infra.cli.redrive import Target
from infra.local.trouble import Trouble

_PLATFORM = ("START RequestId", "END RequestId", "REPORT RequestId", "INIT_START")


def newest_lines(place: Target, function: str, count: int) -> list[str]:
    """Oldest first, without Lambda's own lines. Raises Trouble for an unknown function."""
    deployed = place.outputs.functions.get(function)
    if deployed is None:
        raise Trouble(f"There is no function {function}; there are {', '.join(place.outputs.functions)}.")
    logs = place.session.client("logs")
    group = f"/aws/lambda/{deployed}"
    try:
        streams = logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", descending=True, limit=50)
    except logs.exceptions.ResourceNotFoundException:
        return []  # it has not run yet
    lines: list[str] = []
    for stream in streams["logStreams"]:
        events: list[dict[str, Any]] = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"])["events"]
        lines = [line for one in events if not (line := one["message"].rstrip()).startswith(_PLATFORM)] + lines
        if len(lines) >= count:
            break
    return lines[-count:]
