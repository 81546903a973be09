"""What is asked and told of a breach."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from functions.access.breach.close import BreachScope, Closed
from functions.shared.http.moments import Moment
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain import times

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
PersonId = Annotated[str, StringConstraints(pattern=r"^cus_[0-9A-HJKMNP-TV-Z]{26}$")]
_NAMED = {"role": "role", "merchant": "merchant", "persons": "persons"}


class ScopeIn(Schema):
    """everyone: customers, too. staff: all who have a role. role, merchant: who has it, who acts for it alone. persons: these."""

    kind: Literal["everyone", "staff", "role", "merchant", "persons"] = Field(examples=["role"])
    role: Name | None = Field(None, examples=["support"])
    merchant: Name | None = Field(None, examples=[None])
    persons: Annotated[list[PersonId], Field(min_length=1, max_length=500)] | None = Field(None, examples=[None])

    @model_validator(mode="after")
    def _named(self) -> ScopeIn:
        given = {name for name in _NAMED if getattr(self, name) is not None}
        if given != ({_NAMED[self.kind]} if self.kind in _NAMED else set()):
            raise ValueError("name what the kind is about, and nothing else")
        return self

    def scope(self) -> BreachScope:
        names = self.persons or [name for name in (self.role, self.merchant) if name is not None]
        return BreachScope(self.kind, tuple(dict.fromkeys(names)))


class BreachIn(Schema):
    scope: ScopeIn
    sessions: bool = Field(True, description="End the sessions of the scope.")
    api_keys: bool = Field(True, description="Revoke the secret API keys that somebody of the scope made.")
    before: Moment | None = Field(
        None,
        examples=[None],
        description="Sign-ins before this moment are over; as a rule now. Sent again with the same one, it signs out nobody twice.",
    )
    dry_run: bool = Field(False, description="Only say what would be done.")

    @model_validator(mode="after")
    def _is_past(self) -> BreachIn:
        if self.before is not None and self.before > clock.now():
            raise ValueError("before lies in the future; leave it out for now")
        return self


class KeyRef(Schema):
    id: str = Field(examples=["key_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    name: str = Field(examples=["Warehouse scanner"])
    made_by: str = Field(examples=["cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])


class BreachOut(Schema):
    dry_run: bool = Field(examples=[False])
    before: str | None = Field(
        examples=["2026-11-26T08:00:00.000Z"],
        description="Sign-ins before this are refused everywhere within a minute (401 `session_ended`).",
    )
    staff: list[str] = Field(examples=[["cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]], description="Who of them works here.")
    api_keys: list[KeyRef] = Field(description="Revoked: refused everywhere within a minute (401 `invalid_api_key`).")
    own_session: bool = Field(examples=[False], description="The caller's own session is one of them.")
    how_to_return: str = Field(examples=["Sign in again (POST /v1/auth/login)."])

    @classmethod
    def of(cls, asked: BreachIn, closed: Closed) -> BreachOut:
        back = "Sign in again (POST /v1/auth/login); API keys are made anew (POST /v1/admin/api_keys) by who still may."
        return cls(
            dry_run=asked.dry_run,
            before=times.iso(times.from_epoch(closed.before)) if closed.before else None,
            staff=closed.staff,
            api_keys=[KeyRef(id=one.id, name=one.name, made_by=one.maker) for one in closed.keys],
            own_session=closed.is_own and asked.sessions,
            how_to_return=back,
        )
