"""Missions over HTTP, for staff."""

from __future__ import annotations

from functions.loyalty.missions.schemas import MissionsSettingsIn, MissionsSettingsOut, settings_view
from functions.loyalty.model.missions import Missions
from functions.loyalty.store.programmes import change_missions, kept_missions
from functions.loyalty.store.records import LoyaltyTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

missions_admin_api = Api("missions")
_PATH, _READ, _WRITE = "/v1/admin/missions", "points.read", "points.write"


@missions_admin_api.operation("GET", _PATH, summary="Which missions bring points", permission=_READ, response=MissionsSettingsOut)
def read_missions(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_missions())


@missions_admin_api.operation(
    "PUT", _PATH, summary="Set which missions bring points", permission=_WRITE, body=MissionsSettingsIn, response=MissionsSettingsOut,
    idempotent=LoyaltyTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_missions(req: Request[MissionsSettingsIn, NoQuery]) -> Reply:
    """Progress stays with the code of a mission."""
    return _reply(*change_missions(lambda _: req.body.settings(), if_match=req.if_match(), remember=_document.remembering(req)))


def _reply(one: Missions, version: int) -> Reply:
    return Reply(settings_view(one, version), etag=str(version))


_document = Document("missions", _reply, lambda: _reply(*kept_missions()))
_document.restored_by(
    missions_admin_api,
    put_missions,
    _PATH,
    body=MissionsSettingsIn,
    response=MissionsSettingsOut,
    permission=_WRITE,
    idempotent=LoyaltyTable,
)
