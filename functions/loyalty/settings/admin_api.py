"""The programme over HTTP, for staff."""

from __future__ import annotations

from functions.loyalty.model.programme import Programme
from functions.loyalty.settings.schemas import PointsProgrammeIn, PointsProgrammeOut, programme_view
from functions.loyalty.store.programmes import change_programme, kept_programme
from functions.loyalty.store.records import LoyaltyTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

programme_api = Api("settings")
_PATH, _READ, _WRITE = "/v1/admin/points_programme", "points.read", "points.write"


@programme_api.operation("GET", _PATH, summary="What points are given and taken for", permission=_READ, response=PointsProgrammeOut)
def read_programme(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_programme())


@programme_api.operation(
    "PUT", _PATH, summary="Set what points are given and taken for", permission=_WRITE, body=PointsProgrammeIn, response=PointsProgrammeOut,
    idempotent=LoyaltyTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_programme(req: Request[PointsProgrammeIn, NoQuery]) -> Reply:
    """Carts follow at once; an order keeps the rate that it was paid under."""
    return _reply(*change_programme(lambda _: req.body.programme(), if_match=req.if_match(), remember=_document.remembering(req)))


def _reply(one: Programme, version: int) -> Reply:
    return Reply(programme_view(one, version), etag=str(version))


_document = Document("points_programme", _reply, lambda: _reply(*kept_programme()))
_document.restored_by(
    programme_api, put_programme, _PATH, body=PointsProgrammeIn, response=PointsProgrammeOut, permission=_WRITE, idempotent=LoyaltyTable
)
