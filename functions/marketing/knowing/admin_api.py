"""What is known of people, taken in anew, over HTTP for staff."""

from __future__ import annotations

from pydantic import Field

from functions.marketing.knowing.rebuild import begin
from functions.marketing.model.rebuild import Rebuild
from functions.marketing.store.rebuilds import find_rebuild
from functions.marketing.store.records import MarketingTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.plain.errors import NotFound

knowing_api = Api("segments")
_PATH = "/v1/admin/marketing_rebuild"


class MarketingRebuildOut(Schema):
    state: str = Field(examples=["running"], description="running or done.")
    people: int = Field(description="Customers that were looked at.")
    orders: int
    started_at: str
    started_by: str
    ended_at: str | None


@knowing_api.operation(
    "GET", _PATH, summary="How far taking in everybody is", permission="marketing.read", response=MarketingRebuildOut,
    errors=[(404, "not_found")],
)  # fmt: skip
def read_rebuild(_req: Request[NoBody, NoQuery]) -> Reply:
    known, _ = find_rebuild()
    if known is None:
        raise NotFound("It was never begun.")
    return _reply(known)


@knowing_api.operation(
    "POST", _PATH, summary="Take in customers and orders of before marketing was there", permission="marketing.write", status=202,
    response=MarketingRebuildOut, idempotent=MarketingTable, errors=[(409, "running")],
)  # fmt: skip
def post_rebuild(req: Request[NoBody, NoQuery]) -> Reply:
    """Goes on by itself; it may be begun again, and says the same then."""
    return _begun(begin(req.caller, remember=req.remembering(_begun)))


def _begun(one: Rebuild) -> Reply:
    return _reply(one, 202)


def _reply(one: Rebuild, status: int = 200) -> Reply:
    shown = MarketingRebuildOut(
        state="done" if one.is_over else "running", people=one.people, orders=one.orders, started_at=one.started_at,
        started_by=one.started_by, ended_at=one.ended_at or None,
    )  # fmt: skip
    return Reply(shown, status)
