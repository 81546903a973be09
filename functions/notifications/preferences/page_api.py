"""The page behind a link of a mail, over HTTP. GET and HEAD only read, however often mail scanners call them; what changes something is a
POST: the page's button, or the one click of a mail program (RFC 8058), which sends no cookie and shows nobody anything."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs

from pydantic import Field, StringConstraints

from functions.notifications.model.message_link import Does, MessageLink
from functions.notifications.preferences.page import rendered
from functions.notifications.preferences.say import come_back, confirm, has_left, leave
from functions.notifications.store.message_links import opened
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain.errors import NotFound
from functions.shared.sealing import Erased

links_api = Api("message page")
_PATH = "/o/messages/{signed}"
_FORM_BYTES = 16_384


class PageQuery(Schema):
    lang: Annotated[str, StringConstraints(max_length=100)] = Field("", description="zh or en; otherwise what the browser asks for.")


@links_api.operation(
    "GET", _PATH, summary="The page of a link in a mail", query=PageQuery, response_type=HTML,
    own_answers=dict.fromkeys((200, 404), (HTML,)), errors=[(404, "not_found")],
)  # fmt: skip
def show_link(req: Request[Any, PageQuery]) -> Reply:
    """For whoever has the link. Works without a script, changes nothing, is kept nowhere."""
    language = language_for(req.query.lang, req.languages)
    try:
        return _shown(opened(req.path["signed"]), language)
    except NotFound:
        return rendered(language, "gone", status=404)


@links_api.operation(
    "POST", _PATH, summary="Say what I want to be sent, by a link in a mail", raw_body=True, max_body=_FORM_BYTES, response_type=HTML,
    own_answers=dict.fromkeys((200, 404), (HTML,)), errors=[(404, "not_found")],
)  # fmt: skip
def press(req: Request[Any, NoQuery]) -> Reply:
    """A form: `List-Unsubscribe=One-Click` as mail programs send it, or `do` of a button. Pressed again, nothing changes."""
    form = _fields(req.raw)
    language = language_for(form.get("lang", ""), req.languages)
    try:
        return _done(opened(req.path["signed"]), form, language)
    except (NotFound, Erased):
        return rendered(language, "gone", status=404)


def _shown(link: MessageLink, language: str) -> Reply:
    if link.does is Does.JOIN:
        return rendered(language, "join", "join")
    return rendered(language, "left", "everything", "back") if has_left(link) else rendered(language, "leave", "leave", "everything")


def _done(link: MessageLink, form: dict[str, str], language: str) -> Reply:
    what = "leave" if form.get("List-Unsubscribe") == "One-Click" else form.get("do", "")
    match link.does, what:
        case Does.LEAVE, ("leave" | "everything"):
            leave(link, everything=what == "everything")
            return rendered(language, "left", "back")
        case Does.LEAVE, "back":
            come_back(link)
            return rendered(language, "back", "leave")
        case Does.JOIN, "join":
            confirm(link)
            return rendered(language, "joined")
    return _shown(link, language)


def _fields(raw: bytes) -> dict[str, str]:
    """The first value of each field, of either form that RFC 8058 allows; empty for what is none."""
    try:
        text = raw.decode()
        if "form-data" in text and '"List-Unsubscribe"' in text and "One-Click" in text:
            return {"List-Unsubscribe": "One-Click"}
        found = parse_qs(text, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}
