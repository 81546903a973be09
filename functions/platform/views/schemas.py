"""Views as staff write and read them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from functions.platform.model.view import Sharing, View
from functions.shared.auth.caller import Caller
from functions.shared.http.validation import Schema

Page = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Source = Annotated[str, StringConstraints(pattern=r"^[a-z][a-zA-Z0-9_.]{0,59}$")]
Value = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Role = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Filters = Annotated[dict[Source, Value], Field(min_length=1, max_length=20)]
_ROLE_WHEN = "a role is named when, and only when, it is shared with one"


class ViewsQuery(Schema):
    page: Page = Field(description="Which list.", examples=["orders"])


class ViewIn(Schema):
    page: Page = Field(description="Which list.", examples=["orders"])
    name: Name = Field(examples=["To be sent today"])
    filter: Filters = Field(description="What the list is asked for, by parameter.", examples=[{"status": "paid"}])
    shared_with: Sharing = Field(Sharing.NOBODY, description="Who sees it besides you.")
    role: Role | None = Field(None, description="Shared with who has this role.", examples=["support"])

    @model_validator(mode="after")
    def _role_fits(self) -> ViewIn:
        if (self.shared_with is Sharing.ROLE) != bool(self.role):
            raise ValueError(_ROLE_WHEN)
        return self

    def view(self) -> View:
        return View("", self.page, self.name, "", "", dict(self.filter), self.shared_with, self.role or "")


class ViewPatch(Schema):
    """Only what is sent changes, each as a whole; `shared_with` comes with its `role`."""

    name: Name = Field("-", examples=["To be sent today"])
    filter: Filters = Field(default_factory=dict, examples=[{"status": "paid"}])
    shared_with: Sharing = Field(Sharing.NOBODY, examples=["everyone"])
    role: Role | None = None

    @model_validator(mode="after")
    def _role_fits(self) -> ViewPatch:
        if (self.shared_with is Sharing.ROLE) != bool(self.role):
            raise ValueError(_ROLE_WHEN)
        return self

    def changes(self) -> dict[str, Any]:
        sent = self.sent_fields()
        if "shared_with" in sent:
            sent["role"] = self.role or ""
        return sent


class ViewOut(Schema):
    """`mine`: made by who asks. `changeable`: whether they may change it and take it away."""

    id: str
    page: str
    name: str
    filter: dict[str, str]
    shared_with: Sharing
    role: str | None
    owner: str
    mine: bool
    changeable: bool
    made_at: str
    version: int

    @classmethod
    def of(cls, view: View, version: int, caller: Caller) -> ViewOut:
        return cls(
            id=view.id, page=view.page, name=view.name, filter=view.filter, shared_with=view.shared_with, role=view.role or None,
            owner=view.owner, mine=view.owner == caller.id, changeable=view.is_changed_by(caller), made_at=view.made_at, version=version,
        )  # fmt: skip


class ViewsOut(Schema):
    data: list[ViewOut]
    next_cursor: str | None = None
