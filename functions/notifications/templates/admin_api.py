"""Templates over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.notifications.model.template import Head
from functions.notifications.store.records import NotificationsTable
from functions.notifications.store.templates import find_head, find_version
from functions.notifications.templates.keep_versions import add_version, publish
from functions.notifications.templates.schemas import (
    PreviewQuery,
    TemplateIn,
    TemplateOut,
    TemplatePage,
    TemplatePreview,
    TemplatePreviewIn,
    TemplatePublish,
    TemplateQuery,
    TemplateTestIn,
    TemplateTestOut,
    TemplateVersion,
    TemplateVersionPage,
    VersionsQuery,
    version_view,
)
from functions.notifications.templates.show_templates import named, template_page, template_shown, version_page
from functions.notifications.templates.try_out import checked, previewed, send_to_caller
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound

template_api = Api("notifications")
_READ, _WRITE = "templates.read", "templates.write"
_PATH = "/v1/admin/notifications/templates"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")
_REFUSED = [
    (422, code)
    for code in (
        "unknown_part", "missing", "unknown_event", "too_long", "one_line", "invalid_template", "not_allowed", "too_deep",
        "unknown_variable",
        "unrenderable", "unsafe_markup", "required_text", "too_many_segments",
    )
]  # fmt: skip


@template_api.operation("GET", _PATH, summary="Templates of messages", permission=_READ, query=TemplateQuery, response=TemplatePage)
def list_templates(req: Request[NoBody, TemplateQuery]) -> TemplatePage:
    """One for each event, channel and language: built-in, or the shop's own. By name."""
    return template_page(req.query)


@template_api.operation("GET", f"{_PATH}/{{id}}", summary="One template", permission=_READ, response=TemplateOut, errors=[_MISSING])
def get_template(req: Request[NoBody, NoQuery]) -> Reply:
    name = named(req.path["id"])
    head, at = find_head(name.id)
    return Reply(template_shown(name, head), etag=str(at))


@template_api.operation(
    "PUT", f"{_PATH}/{{id}}", summary="Write a new version of a template", permission=_WRITE, body=TemplateIn, response=TemplateOut,
    idempotent=NotificationsTable, headers=("If-Match",),
    errors=[_MISSING, _STALE, (409, "too_many_versions"), (409, "too_many_templates"), *_REFUSED],
)  # fmt: skip
def put_template(req: Request[TemplateIn, NoQuery]) -> Reply:
    """Versions are kept. It is looked through and rendered with samples first; what is published is sent within a minute."""
    name, body = named(req.path["id"]), req.body
    checked(name, body.parts)

    def shown(head: Head, at: int) -> Reply:
        written = {"latest_parts": body.parts} | ({"parts": body.parts} if body.publish else {})
        return Reply(template_shown(name, head).model_copy(update=written), etag=str(at))

    kept = add_version(
        name.id,
        body.parts,
        by=req.caller.id,
        note=body.note,
        publish=body.publish,
        if_match=req.if_match(),
        remember=req.remembering(shown),
    )
    return shown(*kept)


@template_api.operation(
    "DELETE", f"{_PATH}/{{id}}", summary="Go back to the built-in template", permission=_WRITE, status=204, idempotent=NotificationsTable,
    headers=("If-Match",), errors=[_MISSING, _STALE],
)  # fmt: skip
def delete_template(req: Request[NoBody, NoQuery]) -> Reply:
    """The versions stay and can be published again."""
    name = named(req.path["id"])
    remember = req.remembering(lambda *_: Reply(status=204))
    publish(name.id, 0, check=lambda _: None, by=req.caller.id, if_match=req.if_match(), remember=remember)
    return Reply(status=204)


@template_api.operation(
    "POST", f"{_PATH}/{{id}}/publish", summary="Send this version from now on", permission=_WRITE, body=TemplatePublish,
    response=TemplateOut, idempotent=NotificationsTable, headers=("If-Match",), errors=[_MISSING, _STALE, *_REFUSED],
)  # fmt: skip
def post_publish(req: Request[TemplatePublish, NoQuery]) -> Reply:
    """Any version, so also an older one; 0 is the built-in one. Looked through again: what events tell may have changed."""
    name = named(req.path["id"])

    def shown(head: Head, at: int) -> Reply:
        return Reply(template_shown(name, head), etag=str(at))

    kept = publish(
        name.id, req.body.version, check=lambda version: checked(name, version.parts), by=req.caller.id, if_match=req.if_match(),
        remember=req.remembering(shown),
    )  # fmt: skip
    return shown(*kept)


@template_api.operation(
    "GET", f"{_PATH}/{{id}}/versions", summary="Versions of a template", permission=_READ, query=VersionsQuery,
    response=TemplateVersionPage, errors=[_MISSING],
)  # fmt: skip
def list_versions(req: Request[NoBody, VersionsQuery]) -> TemplateVersionPage:
    """Newest first."""
    return version_page(named(req.path["id"]).id, req.query.limit, req.query.cursor)


@template_api.operation(
    "GET",
    f"{_PATH}/{{id}}/versions/{{version}}",
    summary="One version of a template",
    permission=_READ,
    response=TemplateVersion,
    errors=[_MISSING],
)
def get_version(req: Request[Any, NoQuery]) -> TemplateVersion:
    number = req.path["version"]
    found = find_version(named(req.path["id"]).id, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else None
    if found is None:
        raise NotFound("There is no such version.")
    return version_view(found)


@template_api.operation(
    "POST", f"{_PATH}/{{id}}/preview", summary="What a message would say", permission=_READ, body=TemplatePreviewIn, query=PreviewQuery,
    response=TemplatePreview, errors=[_MISSING, (422, "not_about_orders"), *_REFUSED],
)  # fmt: skip
def post_preview(req: Request[TemplatePreviewIn, PreviewQuery]) -> TemplatePreview:
    """With sample data, or about a real order, which takes `orders.read`. Nothing is kept or sent."""
    name, body = named(req.path["id"]), req.body
    if req.query.order:
        req.caller.require("orders.read")
    return previewed(name, body.parts, body.version, order=req.query.order, minimal=body.minimal)


@template_api.operation(
    "POST", f"{_PATH}/{{id}}/test", summary="Send a template to yourself", permission=_WRITE, status=202, body=TemplateTestIn,
    response=TemplateTestOut, idempotent=NotificationsTable, errors=[_MISSING, (409, "no_address"), (422, "unrenderable")],
)  # fmt: skip
def post_test(req: Request[TemplateTestIn, NoQuery]) -> TemplateTestOut:
    """With sample data, to your own address, proven number, inbox or device, and to nobody else's. A repeated call sends none."""
    remember = req.remembering(lambda told: Reply(told, 202))
    return send_to_caller(named(req.path["id"]), req.body.version, req.caller, remember=remember)
