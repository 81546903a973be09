"""Whether an agent may call: not one that staff blocked, and none more often than they say."""

from __future__ import annotations

from urllib.parse import urlsplit

from functions.agents.model.profile import Agent
from functions.agents.store.rules import rules
from functions.agents.trust.refused import Refused
from functions.shared.limits.calls import CallLimits


def check_admitted(agent: Agent) -> None:
    """Raises Refused (403 `profile_not_trusted`), TooManyRequests (429)."""
    said, host = rules(), urlsplit(agent.profile.url).hostname or ""
    if said.blocks(host):
        raise Refused("profile_not_trusted", "This shop does not sell to this agent.")
    # Whoever only says that they are an agent takes none of the calls of the one that shows it.
    name = f"agent:{host}" if agent.verified else f"agent?{host}"
    CallLimits("").key(name[:200], said.calls_a_minute, is_light=False)
