"""The shop as a whole, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.platform.settings.site import Site, change_site, site
from functions.platform.settings.site_schemas import SiteIn, SiteOut, SitePatch, WholeSite
from functions.shared.documents.document import Document
from functions.shared.documents.records import SettingsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

site_api = Api("settings")
_PATH = "/v1/admin/site_settings"
_WRITE = "settings.write"


def _reply(said: Site, version: int) -> Reply:
    return Reply(SiteOut.of(said, version), etag=str(version))


_document = Document("site", _reply, lambda: _reply(*site()))


@site_api.operation("GET", _PATH, summary="The shop as a whole", permission="settings.read", response=SiteOut)
def read_site(_req: Request[Any, NoQuery]) -> Reply:
    return _reply(*site())


@site_api.operation(
    "PUT", _PATH, summary="Say how the shop is called and looks, and how to reach it", permission=_WRITE, body=SiteIn, response=SiteOut,
    idempotent=SettingsTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_site(req: Request[SiteIn, NoQuery]) -> Reply:
    """Seen everywhere within a minute. Whoever writes says which version they read, so that nobody undoes what another one just saved."""
    return _set_all(req)


@site_api.operation(
    "PATCH", _PATH, summary="Change something of the shop as a whole", permission=_WRITE, body=SitePatch, response=SiteOut,
    idempotent=SettingsTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def patch_site(req: Request[SitePatch, NoQuery]) -> Reply:
    """Two people who change different fields at once both have what they wanted."""
    changes = req.body.changes()
    return _reply(*change_site(lambda before: replace(before, **changes), if_match=req.if_match(), remember=_document.remembering(req)))


def _set_all(req: Request[Any, NoQuery]) -> Reply:
    wanted = req.body.site()
    return _reply(*change_site(lambda _: wanted, if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(site_api, _set_all, _PATH, body=WholeSite, response=SiteOut, permission=_WRITE, idempotent=SettingsTable)
