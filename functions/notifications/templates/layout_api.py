"""The layout of mails over HTTP, for staff. What is written is used at once: there is nothing to try out that its mails would not show."""

from __future__ import annotations

from typing import Any

from functions.catalog import sizes_of
from functions.notifications.model.contrast import ENOUGH, contrast
from functions.notifications.model.template import Head, Layout
from functions.notifications.store.records import NotificationsTable
from functions.notifications.store.templates import LAYOUT, find_head, find_version, versions_of
from functions.notifications.templates.keep_versions import add_version, publish
from functions.notifications.templates.layout_schemas import (
    LayoutIn,
    LayoutOut,
    LayoutPublish,
    LayoutVersionPage,
    layout_version,
)
from functions.notifications.templates.schemas import VersionsQuery
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain import pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Fault, Invalid

layout_api = Api("notifications")
_READ, _WRITE = "templates.read", "templates.write"
_PATH = "/v1/admin/notifications/layout"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")
_BODY = "body"


@layout_api.operation("GET", _PATH, summary="The layout of mails", permission=_READ, response=LayoutOut)
def get_layout(_: Request[NoBody, NoQuery]) -> Reply:
    head, at = find_head(LAYOUT)
    return Reply(_shown(head), etag=str(at))


@layout_api.operation(
    "PUT", _PATH, summary="Change the layout of mails", permission=_WRITE, body=LayoutIn, response=LayoutOut, idempotent=NotificationsTable,
    headers=("If-Match",), errors=[_STALE, (409, "too_many_versions"), (422, "too_little_contrast"), (422, "not_our_picture")],
)  # fmt: skip
def put_layout(req: Request[LayoutIn, NoQuery]) -> Reply:
    """A new version, which mails are sent in within a minute."""
    fields = req.body.model_dump(exclude={"note"})
    written = Layout(**{name: value.lower() if name in _COLOURS else value for name, value in fields.items()})
    _check(written)

    def shown(head: Head, at: int) -> Reply:
        return Reply(_shown(head, written), etag=str(at))

    kept = add_version(
        LAYOUT, {_BODY: dump(written)}, by=req.caller.id, note=req.body.note, publish=True, if_match=req.if_match(),
        remember=req.remembering(shown),
    )  # fmt: skip
    return shown(*kept)


@layout_api.operation(
    "POST", f"{_PATH}/publish", summary="Go back to another version of the layout", permission=_WRITE, body=LayoutPublish,
    response=LayoutOut, idempotent=NotificationsTable, headers=("If-Match",), errors=[_MISSING, _STALE],
)  # fmt: skip
def post_layout_version(req: Request[LayoutPublish, NoQuery]) -> Reply:
    def shown(head: Head, at: int) -> Reply:
        return Reply(_shown(head), etag=str(at))

    kept = publish(
        LAYOUT, req.body.version, check=lambda _: None, by=req.caller.id, if_match=req.if_match(), remember=req.remembering(shown)
    )  # fmt: skip
    return shown(*kept)


@layout_api.operation(
    "GET", f"{_PATH}/versions", summary="Versions of the layout", permission=_READ, query=VersionsQuery, response=LayoutVersionPage
)
def list_layout_versions(req: Request[Any, VersionsQuery]) -> LayoutVersionPage:
    """Newest first."""
    asked, limit = {"versions": LAYOUT}, req.query.limit
    before = pages.decode(req.query.cursor, asked)
    found = [one for one in versions_of(LAYOUT) if before is None or one.number < before]
    cursor = pages.encode(found[limit - 1].number, asked) if len(found) > limit else None
    return LayoutVersionPage(data=[layout_version(one, load(Layout, one.parts[_BODY])) for one in found[:limit]], next_cursor=cursor)


_COLOURS = ("accent", "accent_text", "background", "text")


def _check(layout: Layout) -> None:
    """Raises Invalid."""
    faults = [
        Fault(f"/{name}", "too_little_contrast", f"Its contrast is {contrast(getattr(layout, name), on):.1f} to 1; {ENOUGH} is needed.")
        for name, on in (("accent_text", layout.accent), ("text", "#ffffff"))
        if contrast(getattr(layout, name), on) < ENOUGH
    ]
    if layout.logo_url and not sizes_of(layout.logo_url):
        faults.append(Fault("/logo_url", "not_our_picture", "The logo is a picture of the shop's media."))
    if faults:
        raise Invalid("The layout cannot be kept like this.", faults=faults, code=faults[0].code)


def _shown(head: Head | None, written: Layout | None = None) -> LayoutOut:
    number = head.published if head else 0
    version = find_version(LAYOUT, number) if number and written is None else None
    layout = written or (load(Layout, version.parts[_BODY]) if version else Layout())
    return LayoutOut(
        version=number, latest_version=head.latest if head else 0, edited_at=head.edited_at if head else None,
        edited_by=head.edited_by if head else None, **vars(layout),
    )  # fmt: skip
