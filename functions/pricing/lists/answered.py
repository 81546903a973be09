"""Face: who else may be given an answer with prices. What is not the same for everybody is kept by no cache; what strangers are shown names
what it depends on."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from functions.pricing.store.lists import known_lists
from functions.shared.http.operation import Reply, Request

_PRIVATE = "private, no-store"
_ASKED_BY = "Authorization, X-Api-Key"


def answered(req: Request[Any, Any], view: BaseModel) -> Reply:
    """The view as an answer to whoever asks."""
    if not known_lists().name_callers:
        return Reply(view)
    if req.caller.id or req.caller.channel:
        return Reply(view, headers={"Cache-Control": _PRIVATE})
    return Reply(view, headers={"Vary": _ASKED_BY})
