"""Dead letters: looked at, and sent again."""

from __future__ import annotations

from typing import Any

from functions.platform.operations.letters import letters
from functions.platform.operations.redrive import Redriven, redrive
from functions.platform.operations.schemas import LettersQuery, LettersView, LetterView, RedriveIn, RedriveView
from functions.platform.operations.told import queue_named
from functions.platform.store.records import PlatformTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

letters_api = Api("operations")
_MISSING = (404, "not_found")


def _reply(done: Redriven) -> Reply:
    return Reply(RedriveView.of(done))


@letters_api.operation(
    "GET",
    "/v1/admin/queues/{name}/letters",
    summary="What lies dead",
    permission="operations.read",
    query=LettersQuery,
    response=LettersView,
    errors=[_MISSING],
)
def get_letters(req: Request[Any, LettersQuery]) -> LettersView:
    """As many as SQS hands out now. It has no pages: bring back what is mended, then look again."""
    found, total = letters(queue_named(req.path["name"]), req.query.limit)
    return LettersView(letters=[LetterView.of(one) for one in found], total=total)


@letters_api.operation(
    "POST",
    "/v1/admin/queues/{name}/redrive",
    summary="Send dead letters again",
    permission="operations.manage",
    body=RedriveIn,
    example={"limit": 100},
    response=RedriveView,
    idempotent=PlatformTable,
    errors=[_MISSING, (404, "letter_not_found"), (409, "not_redrivable")],
)
def post_redrive(req: Request[RedriveIn, NoQuery]) -> Reply:
    """One or many go back to the queue they came from, each once. Mend the cause first. Consumers do nothing twice."""
    queue = queue_named(req.path["name"])
    whose = req.caller.actor, req.key.text if req.key else None
    return _reply(redrive(queue, req.body.letter_id, req.body.limit, whose, req.remembering(_reply)))
