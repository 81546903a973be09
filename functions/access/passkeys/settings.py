"""The domains that passkeys are made for, as the shop says it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.access.model.passkey_sites import doubled, unfit, unfit_domain
from functions.access.store.records import AccessTable
from functions.access.store.registers import told
from functions.shared.auth.caller import Caller
from functions.shared.auth.passkey_sites import PASSKEYS_KEY, Site
from functions.shared.auth.standing import forget
from functions.shared.events.contracts.staff import PasskeySitesChanged
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.settings import settings
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put


@dataclass(frozen=True)
class PasskeySites:
    """As `shared/auth/passkey_sites.py` reads it. None: the shop's own domain."""

    sites: tuple[Site, ...] = ()


def said_sites() -> tuple[PasskeySites, int]:
    """With its version; 0 while nothing was ever said."""
    record = find(AccessTable, PASSKEYS_KEY, PASSKEYS_KEY)
    return (load(PasskeySites, record.body), int(record.version)) if record is not None else (PasskeySites(), 0)


def say_sites(
    sites: Sequence[Site], *, expected: int | None, caller: Caller, remember: Remember[PasskeySites, int]
) -> tuple[PasskeySites, int]:
    """Holds within a minute. Raises VersionConflict, Invalid (422 `unfit_origin`, `unfit_domain`, `duplicate`)."""
    after = PasskeySites(tuple(sites))
    _check(after)

    def attempt() -> tuple[PasskeySites, int]:
        before, version = said_sites()
        check_version(version, expected)
        if after == before:
            transact(remember(before, version))
            return before, version
        record = AccessTable(pk=PASSKEYS_KEY, sk=PASSKEYS_KEY, kind="passkeys", body=dump(after), version=version + 1)
        event = told(PasskeySitesChanged([site.id for site in after.sites]), PASSKEYS_KEY, caller.actor)
        transact([locked_put(record, version), event, *remember(after, version + 1)])
        forget(PASSKEYS_KEY)
        return after, version + 1

    return again(attempt)


def _check(said: PasskeySites) -> None:
    is_local, faults = settings().is_local, []
    if doubled(site.id for site in said.sites):
        faults.append(Fault("/sites", "duplicate", "Name each domain once."))
    for place, site in enumerate(said.sites):
        if why := unfit_domain(site.id, is_local=is_local):
            faults.append(Fault(f"/sites/{place}/id", "unfit_domain", why))
        for number, origin in enumerate(site.origins):
            if why := unfit(site.id, origin, is_local=is_local):
                faults.append(Fault(f"/sites/{place}/origins/{number}", "unfit_origin", why))
    if faults:
        raise Invalid(faults[0].detail, faults=faults, code=faults[0].code)
