"""My data as a file."""

from __future__ import annotations

from typing import Any

from functions.privacy.exporting.ask import ask_export, export_of
from functions.privacy.exporting.schemas import ExportOut
from functions.privacy.model.request import Request as Asked
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.sealing import PrivacyTable

export_api = Api("privacy")
_PATH = "/v1/me/export"


@export_api.operation(
    "POST", _PATH, summary="Have my data put together", permission=SIGNED_IN, status=202, response=ExportOut, idempotent=PrivacyTable
)
def post_export(req: Request[Any, NoQuery]) -> Reply:
    """A ZIP of JSON files. Asked again within a day: the same one."""

    def render(asked: Asked) -> Reply:
        return Reply(ExportOut.of(asked), 202)

    return render(ask_export(req.caller.id, actor=req.caller.actor, remember=req.remembering(render)))


@export_api.operation(
    "GET", _PATH, summary="How far that is, and the file", permission=SIGNED_IN, response=ExportOut, errors=[(404, "not_found")]
)
def get_export(req: Request[NoBody, NoQuery]) -> ExportOut:
    return ExportOut.of(export_of(req.caller.id))
