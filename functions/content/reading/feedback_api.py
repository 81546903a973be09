"""What readers say of an article."""

from __future__ import annotations

from functions.content.reading.judge_article import judge
from functions.content.reading.schemas import HelpfulIn, HelpfulOut
from functions.content.store.records import ContentTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

feedback_api = Api("content")


def _reply(is_helpful: bool) -> Reply:
    return Reply(HelpfulOut(helpful=is_helpful))


@feedback_api.operation(
    "POST", "/v1/articles/{slug}/feedback", summary="Say whether an article helped", body=HelpfulIn, response=HelpfulOut,
    idempotent=ContentTable, errors=[(404, "not_found")],
)  # fmt: skip
def post_feedback(req: Request[HelpfulIn, NoQuery]) -> Reply:
    """Counted once for each person; who changes their mind is counted the other way."""
    person = None if req.caller.kind == "guest" else req.caller.id
    judge(req.path["slug"], req.body.helpful, person=person, address=req.source_ip, remember=req.remembering(_reply))
    return _reply(req.body.helpful)
