"""Running now what runs by the clock."""

from __future__ import annotations

from typing import Any

from functions.platform.operations.schedules import Asked, run_now
from functions.platform.operations.schemas import AskedView
from functions.platform.store.records import PlatformTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

run_api = Api("operations")


def _reply(asked: Asked) -> Reply:
    return Reply(AskedView.of(asked), 202)


@run_api.operation(
    "POST",
    "/v1/admin/schedules/{name}/run",
    summary="Run it now",
    permission="operations.manage",
    response=AskedView,
    status=202,
    idempotent=PlatformTable,
    errors=[(404, "not_found"), (409, "run_pending"), (503, "not_started")],
)
def post_run(req: Request[Any, NoQuery]) -> Reply:
    """Once, however often it is pressed: with the same Idempotency-Key, and also without one while a run that was asked for has not ended
    (for a minute at most). What came of it: `asked.run` of the schedule."""
    asked = run_now(req.path["name"], req.caller.actor, req.key.text if req.key else None, req.remembering(_reply))
    return _reply(asked)
