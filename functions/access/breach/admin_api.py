"""A breach over HTTP, for who manages staff."""

from __future__ import annotations

from functions.access.breach.close import Closed, close
from functions.access.breach.schemas import BreachIn, BreachOut
from functions.access.store.records import AccessTable
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoQuery, Reply, Request

breach_api = Api("staff")


@breach_api.operation(
    "POST", "/v1/admin/breaches", summary="End sessions and keys of a scope at once", permission="staff.write", body=BreachIn,
    response=BreachOut, idempotent=AccessTable, scope=WHOLE_SHOP,
    errors=[(422, "unknown_role"), (422, "unknown_person"), (422, "in_future")],
)  # fmt: skip
def post_breach(req: Request[BreachIn, NoQuery]) -> Reply:
    """Holds everywhere within a minute. Safe to send again; with the same `before` who signed in since stays."""
    asked = req.body
    before = int(asked.before.timestamp()) if asked.before else None

    def told(closed: Closed) -> Reply:
        return Reply(BreachOut.of(asked, closed))

    return told(
        close(
            asked.scope.scope(), sessions=asked.sessions, keys=asked.api_keys, before=before, dry_run=asked.dry_run, caller=req.caller,
            remember=req.remembering(told),
        )
    )  # fmt: skip
