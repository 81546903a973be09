"""Banners: what a shop shows to everybody whom an incident may concern."""

from __future__ import annotations

from functions.marketing.broadcasts.schemas import NoticeList, NoticeOut, NoticesQuery
from functions.marketing.model.broadcast import Broadcast
from functions.marketing.store.broadcasts import broadcasts
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.i18n import localized

notices_api = Api("broadcasts")
_NEWEST = 50
_CACHE = "public, max-age=30, stale-while-revalidate=60"


@notices_api.operation("GET", "/v1/notices", summary="What the shop has to say now", query=NoticesQuery, response=NoticeList)
def list_notices(req: Request[NoBody, NoticesQuery]) -> Reply:
    """Incidents of this moment, newest first: of the newest 50. What is asked for narrows them to whom they concern."""
    now, asked = times.iso(clock.now()), req.query
    shown = [
        one
        for one in broadcasts(limit=_NEWEST, cursor=None).data
        if one.is_shown(now)
        and _fits(asked.country, one.affected.countries)
        and _fits(asked.province, one.affected.provinces)
        and _fits(asked.carrier, one.affected.carriers)
    ]
    return Reply(
        NoticeList(data=[_view(one, req.languages) for one in shown]), headers={"Cache-Control": _CACHE, "Vary": "Accept-Language"}
    )


def _fits(asked: str | None, concerned: list[str]) -> bool:
    return asked is None or not concerned or asked in concerned


def _view(one: Broadcast, languages: list[str]) -> NoticeOut:
    return NoticeOut(
        id=one.id, subject=localized(one.subject, languages), text=localized(one.text, languages), countries=one.affected.countries,
        provinces=one.affected.provinces, carriers=one.affected.carriers, until=one.banner_until,
    )  # fmt: skip
