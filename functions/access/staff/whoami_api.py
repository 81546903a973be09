"""Who calls, for whoever shows staff what they may do."""

from __future__ import annotations

from pydantic import Field

from functions.access.model.register import Profile
from functions.access.staff.draft_keys import draft_key
from functions.access.store.records import GrantsRecord
from functions.shared.auth.caller import Caller
from functions.shared.auth.roles import STAFF
from functions.shared.auth.standing import standing_key
from functions.shared.http.operation import Api, NoBody, NoQuery, Request
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from functions.shared.store.records import find

whoami_api = Api("staff")


class WhoAmI(Schema):
    """`merchants` and `warehouses` null: all. `merchant`: the one they act for, where it is one. `languages`: those they read, the first
    before the others."""

    id: str
    kind: str
    name: str
    email: str
    roles: list[str]
    permissions: list[str]
    merchant: str | None
    merchants: list[str] | None
    warehouses: list[str] | None
    languages: list[str]
    timezone: str = Field(
        description="Of the shop: its days begin there, and staff read and write times on its clock.", examples=["Asia/Shanghai"]
    )
    now: str = Field(description="What time it is in the shop, whatever the caller's clock says.", examples=["2026-01-31T16:00:00.000Z"])
    draft_key: str | None = Field(
        None, description="What a console seals half-written forms of theirs with: 32 bytes in Base64, the same at every sign-in."
    )

    @classmethod
    def of(cls, caller: Caller, profile: Profile, accepted: list[str]) -> WhoAmI:
        return cls(
            id=caller.id,
            kind=caller.kind,
            name=profile.name,
            email=profile.email,
            roles=sorted(caller.roles),
            permissions=sorted(caller.permissions),
            merchant=next(iter(caller.merchants)) if caller.merchants is not None and len(caller.merchants) == 1 else None,
            merchants=None if caller.merchants is None else sorted(caller.merchants),
            warehouses=None if caller.warehouses is None else sorted(caller.warehouses),
            languages=list(dict.fromkeys([*([profile.language] if profile.language else []), *accepted])),
            timezone=settings().store_timezone,
            now=times.iso(clock.now()),
            draft_key=draft_key(caller.id),
        )


@whoami_api.operation("GET", "/v1/admin/whoami", summary="Who I am and what I may do", permission=STAFF, response=WhoAmI)
def whoami(req: Request[NoBody, NoQuery]) -> WhoAmI:
    """A change of roles shows here within a minute. Staff from before there were standings have no name and no address here."""
    key = standing_key(req.caller.id)
    record = find(GrantsRecord, key, key, consistent=False)
    profile = load(Profile, record.body) if record is not None and record.body else Profile("")
    return WhoAmI.of(req.caller, profile, req.languages)
