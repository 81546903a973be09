"""Rules for agents, as staff send and read them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, StringConstraints

from functions.agents.model.linking import LinkingAgent
from functions.agents.model.rules import AgentRules, OrderHook
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import Schema

Host = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$"), AfterValidator(str.lower)
]
KeyId = Annotated[str, StringConstraints(pattern=r"^key_[0-9A-Z]{26}$")]
Url = Annotated[str, StringConstraints(min_length=1, max_length=2048)]


class OrderHookModel(Schema):
    key_id: KeyId = Field(description="The API key that the agent calls with (ACP).", examples=["key_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    url: Url = Field(
        description="Told of each change of an order that it placed.",
        examples=["https://agent.example/agentic_checkout/webhooks/order_events"],
    )


class LinkingAgentModel(Schema):
    profile: Url = Field(
        description="The address of its profile; for OAuth its client_id. It proves itself by a key of that profile.",
        examples=["https://agent.example/.well-known/ucp"],
    )
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(
        description="Shown to customers who are asked to link it.", examples=["Example Assistant"]
    )
    redirect_uris: list[Url] = Field(
        min_length=1, max_length=20, description="Where customers may be sent back to, to the letter.",
        examples=[["https://agent.example/linked"]],
    )  # fmt: skip


class AgentRulesIn(Versioned):
    blocked: list[Host] = Field(
        [],
        max_length=500,
        description="Who may not buy: hosts of profiles, with all hosts below them, and channels of keys.",
        examples=[["bots.example"]],
    )
    calls_per_minute: int = Field(600, strict=True, ge=0, le=1_000_000, description="Of each agent. 0: not counted.")
    order_hooks: list[OrderHookModel] = Field([], max_length=50)
    ap2_mandates: bool = Field(False, description="Agents that know AP2 prove what their buyers agreed to.")
    signed_requests: list[KeyId] = Field(
        [], max_length=500, description="API keys of agents (ACP) that have to sign each request with their secret."
    )
    linking: list[LinkingAgentModel] = Field(
        [], max_length=100, description="Agents that customers may link their account to (OAuth, UCP identity linking)."
    )

    def rules(self) -> AgentRules:
        hooks = [OrderHook(one.key_id, one.url) for one in self.order_hooks]
        signing = tuple(dict.fromkeys(self.signed_requests))
        linking = [LinkingAgent(one.profile, one.name, tuple(one.redirect_uris)) for one in self.linking]
        return AgentRules(tuple(dict.fromkeys(self.blocked)), self.calls_per_minute, hooks, self.ap2_mandates, signing, linking)


class AgentRulesOut(Schema):
    version: int
    blocked: list[str]
    calls_per_minute: int
    order_hooks: list[OrderHookModel]
    ap2_mandates: bool = False
    signed_requests: list[str] = Field(default=[])
    linking: list[LinkingAgentModel] = Field(default=[])

    @classmethod
    def of(cls, one: AgentRules, version: int) -> Self:
        hooks = [OrderHookModel(key_id=hook.key_id, url=hook.url) for hook in one.order_hooks]
        told = {"blocked": list(one.blocked), "calls_per_minute": one.calls_a_minute, "order_hooks": hooks}
        linking = [LinkingAgentModel(profile=on.profile, name=on.name, redirect_uris=list(on.redirect_uris)) for on in one.linking]
        return cls(version=version, ap2_mandates=one.mandates, signed_requests=list(one.signing), linking=linking, **told)


class HookSecretIn(Schema):
    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    overlap_hours: int = Field(24, strict=True, ge=0, le=168, description="How long the secret of before signs, too.")


class HookSecretOut(Schema):
    key_id: str
    secret: str = Field(description="Told this once. It signs what the agent is told (Merchant-Signature) and asks.", examples=["whsec_…"])
