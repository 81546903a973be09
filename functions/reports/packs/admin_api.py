"""HTTP operation for staff: a period on one page."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.reports.model.days import days_between
from functions.reports.model.pack import Span
from functions.reports.packs.gather import pack_of
from functions.reports.packs.page import page_of, style
from functions.reports.packs.paper import paper_of
from functions.reports.rollups.schemas import DaysQuery
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.pages.page import page_headers
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings

packs_api = Api("reports")
MOST_DAYS = 100
_WRONG = [(422, "reversed_range"), (422, "range_too_long")]
PDF = "application/pdf"


class PackQuery(DaysQuery):
    language: Literal["zh", "en"] | None = Field(None, description="The store's, unless given.")


def _span(query: PackQuery) -> tuple[Span, str]:
    if len(days_between(query.first, query.last)) > MOST_DAYS:
        raise Invalid.field("/to", "range_too_long", f"At most {MOST_DAYS} days.")
    wanted = query.language or settings().default_language
    return Span(query.first, query.last), wanted if wanted in ("zh", "en") else "en"


@packs_api.operation(
    "GET", "/v1/admin/reports/pack", summary="A period on one page", permission="reports.read", query=PackQuery,
    response_type="text/html", scope=WHOLE_SHOP, errors=_WRONG,
)  # fmt: skip
def get_pack(req: Request[NoBody, PackQuery]) -> Reply:
    """A file of its own: nothing is loaded, also not when it is kept. `to` is included; 100 days at most."""
    span, language = _span(req.query)
    return Reply(page_of(pack_of(span, language), language), headers={**page_headers(style()), "Content-Language": language})


@packs_api.operation(
    "GET", "/v1/admin/reports/pack.pdf", summary="A period on paper", permission="reports.read", query=PackQuery, response_type=PDF,
    scope=WHOLE_SHOP, errors=_WRONG,
)  # fmt: skip
def get_pack_pdf(req: Request[NoBody, PackQuery]) -> Reply:
    """The same as PDF. Send `Accept: application/pdf`: the gateway gives bytes to nobody else."""
    span, language = _span(req.query)
    name = f"report-{span.first}-{span.last}.pdf"
    return Reply(paper_of(pack_of(span, language), language), headers={"Content-Disposition": f'inline; filename="{name}"'})
