"""Face: who else may be given an answer with prices. What is not the same for everybody is kept by no cache; what strangers are shown names
what it depends on."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from functions.pricing.store.channels import known_channels
from functions.pricing.store.lists import known_lists
from functions.shared.http.operation import Reply, Request

_PRIVATE = "private, no-store"
_ASKED_BY = "Authorization, X-Api-Key"


def kept_private(view: BaseModel, *, for_some: bool) -> Reply:
    """What is `for_some` only is kept by no cache."""
    return Reply(view, headers={"Cache-Control": _PRIVATE}) if for_some else Reply(view)


def answered(req: Request[Any, Any], view: BaseModel, *, for_some: bool = False, tells_apart: bool = False) -> Reply:
    """The view as an answer to whoever asks. `for_some`: it is not for everybody; `tells_apart`: others may be shown more, or less."""
    if for_some:
        return kept_private(view, for_some=True)
    if not tells_apart and not known_lists().name_callers and not known_channels().tell_apart:
        return Reply(view)
    if req.caller.id or req.caller.channel:
        return Reply(view, headers={"Cache-Control": _PRIVATE})
    return Reply(view, headers={"Vary": _ASKED_BY})
