"""What OAuth says of itself, and what customers are asked and told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from functions.agents.model.linking import Link, LinkingAgent
from functions.shared.http.validation import Schema

Text = Annotated[str, StringConstraints(max_length=2048)]


class AuthorizeQuery(BaseModel):
    """What we do not know is not looked at (RFC 6749, 3.1)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    response_type: Text = ""
    client_id: Text = Field("", description="The address of the agent's profile.")
    redirect_uri: Text = ""
    scope: Text = ""
    state: Text = ""
    code_challenge: Text = ""
    code_challenge_method: Text = Field("", description="S256.")
    lang: Annotated[str, StringConstraints(max_length=100)] = Field("", description="zh or en; otherwise what the browser asks for.")


class AuthorizeIn(Schema):
    """The same, by whoever is signed in and allows it."""

    response_type: Text = Field("code", examples=["code"])
    client_id: Text = Field(description="The address of the agent's profile.", examples=["https://agent.example/.well-known/ucp"])
    redirect_uri: Text = Field(examples=["https://agent.example/linked"])
    scope: Text = Field("", examples=["dev.ucp.shopping.checkout:manage dev.ucp.shopping.order:read"])
    state: Text = Field("", examples=["af0ifjsldkj"])
    code_challenge: Text = Field(examples=["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"])
    code_challenge_method: Text = Field(examples=["S256"])


class AuthorizeOut(Schema):
    redirect_to: str = Field(
        description="Where the browser goes with the code; good once, for five minutes.", examples=["https://agent.example/linked?code=…"]
    )


class LinkedAgent(Schema):
    agent: str = Field(description="The address of its profile.", examples=["https://agent.example/.well-known/ucp"])
    name: str = Field(examples=["Example Assistant"])
    scopes: list[str]
    linked_at: str


class LinkedAgents(Schema):
    data: list[LinkedAgent]
    next_cursor: str | None = None

    @classmethod
    def of(cls, links: Sequence[Link], known: Sequence[LinkingAgent]) -> Self:
        names = {one.profile: one.name for one in known}
        rows = [
            LinkedAgent(agent=one.agent, name=names.get(one.agent, one.agent), scopes=list(one.scopes), linked_at=one.linked_at)
            for one in sorted(links, key=lambda one: one.linked_at)
        ]
        return cls(data=rows)


class UnlinkQuery(Schema):
    agent: Text = Field(description="The address of its profile.", examples=["https://agent.example/.well-known/ucp"])
