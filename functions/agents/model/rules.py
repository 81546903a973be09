"""What the shop says of agents: who may not buy, how often each may call, and where those of ACP are told of their orders. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from functions.agents.model.linking import LinkingAgent
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.web.kept_secret import KeptSecret


@dataclass(frozen=True)
class OrderHook:
    """`key_id`: the API key that the agent calls with."""

    key_id: str
    url: str


@dataclass(frozen=True)
class AgentRules:
    """`blocked`: hosts of profiles, each with all hosts below it; or names of channels, of agents that call with a key. `calls_a_minute`:
    of each agent; 0: not counted. `mandates`: those of AP2 are taken, and then asked of agents that know them. `signing`: keys of agents
    that have to sign what they ask (ACP). `linking`: agents that customers may link their account to."""

    blocked: Sequence[str] = ()
    calls_a_minute: int = 600
    order_hooks: Sequence[OrderHook] = ()
    mandates: bool = False
    signing: Sequence[str] = ()
    linking: Sequence[LinkingAgent] = ()

    def blocks(self, host: str) -> bool:
        return any(host == one or host.endswith(f".{one}") for one in self.blocked)

    def hook_of(self, key_id: str) -> OrderHook | None:
        return next((one for one in self.order_hooks if one.key_id == key_id), None)

    def linking_of(self, profile: str) -> LinkingAgent | None:
        return next((one for one in self.linking if one.profile == profile), None)


@dataclass(frozen=True)
class HookSecrets:
    """What messages to and from each agent with a key are signed with, by the key's id."""

    by_key: Mapping[str, Sequence[KeptSecret]] = field(default_factory=dict)
