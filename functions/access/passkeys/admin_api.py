"""The domains that passkeys are made for, over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.access.model.passkey_sites import DOMAIN, ORIGIN
from functions.access.passkeys.settings import PasskeySites, said_sites, say_sites
from functions.access.store.records import AccessTable
from functions.shared.auth.passkey_sites import Site
from functions.shared.documents.document import Document, Versioned
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

passkeys_api = Api("staff")
_PATH = "/v1/admin/passkey_settings"
_Domain = Annotated[str, Field(max_length=253, pattern=DOMAIN, examples=["shop.example"])]
_Origin = Annotated[str, Field(max_length=300, pattern=ORIGIN, examples=["https://www.shop.example"])]


class PasskeySite(Schema):
    """`id`: the domain (WebAuthn's relying party id); passkeys are bound to it for ever. `origins`: the pages at or below it, and the
    Android apps (`android:apk-key-hash:…`), that may ask for them."""

    id: _Domain
    origins: list[_Origin] = Field(min_length=1, max_length=20)


class PasskeySettings(Versioned):
    sites: list[PasskeySite] = Field(
        max_length=10, description="The first is taken where nobody asks for another. Empty: the shop's own address, as at first."
    )


class PasskeySettingsView(PasskeySettings):
    version: int


def _shown(said: PasskeySites, version: int) -> Reply:
    sites = [PasskeySite(id=site.id, origins=list(site.origins)) for site in said.sites]
    return Reply(PasskeySettingsView(sites=sites, version=version), etag=str(version))


_document = Document("passkeys", _shown, lambda: _shown(*said_sites()))


@passkeys_api.operation(
    "GET", _PATH, summary="The domains that passkeys are made for", permission="settings.read", response=PasskeySettingsView
)
def read_passkeys(_req: Request[NoBody, NoQuery]) -> Reply:
    return _shown(*said_sites())


_UNFIT = [(422, "duplicate"), (422, "unfit_domain"), (422, "unfit_origin")]


@passkeys_api.operation(
    "PUT", _PATH, summary="Say the domains that passkeys are made for", permission="settings.write", body=PasskeySettings,
    response=PasskeySettingsView, idempotent=AccessTable, errors=_UNFIT,
)  # fmt: skip
def change_passkeys(req: Request[PasskeySettings, NoQuery]) -> Reply:
    """Within a minute. Passkeys of a domain that is named no more open nothing while it is not: who has no other factor beside them uses a
    recovery code."""
    sites = [Site(one.id, tuple(one.origins)) for one in req.body.sites]
    return _shown(*say_sites(sites, expected=req.if_match(), caller=req.caller, remember=_document.remembering(req)))


_document.restored_by(
    passkeys_api,
    change_passkeys,
    _PATH,
    body=PasskeySettings,
    response=PasskeySettingsView,
    permission="settings.write",
    idempotent=AccessTable,
    errors=_UNFIT,
)
