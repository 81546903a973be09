"""Being forgotten, as people ask for it themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.privacy.erasing.ask import ask_erasure, erasure_of
from functions.privacy.erasing.erase_person import waiting_orders
from functions.privacy.erasing.schemas import ErasureOut
from functions.privacy.model.request import Request as Asked
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.sealing import PrivacyTable

erasure_api = Api("privacy")
_PATH = "/v1/me/erasure"


@erasure_api.operation(
    "POST",
    _PATH,
    summary="Forget me",
    permission=SIGNED_IN,
    status=202,
    response=ErasureOut,
    idempotent=PrivacyTable,
    errors=[(409, "works_here")],
)
def post_erasure(req: Request[Any, NoQuery]) -> Reply:
    """The account and all that is known of its owner go. `waiting` says which orders are not over: what those need goes when they are."""
    waiting = waiting_orders(req.caller.id)

    def render(asked: Asked) -> Reply:
        return Reply(ErasureOut.of(replace(asked, waiting=waiting)), 202)

    return render(ask_erasure(req.caller.id, actor=req.caller.actor, remember=req.remembering(render), is_staff=req.caller.is_staff))


@erasure_api.operation("GET", _PATH, summary="How far that is", permission=SIGNED_IN, response=ErasureOut, errors=[(404, "not_found")])
def get_erasure(req: Request[NoBody, NoQuery]) -> ErasureOut:
    return ErasureOut.of(erasure_of(req.caller.id))
