"""The templates there are: those with built-in files, and the shop's own."""

from __future__ import annotations

from functools import lru_cache

from functions.notifications.channels.sms import BY_SMS
from functions.notifications.model.template import EMAIL, SMS, Head, TemplateName, Version, template_name
from functions.notifications.sending.check import required
from functions.notifications.sending.rendering import source_of
from functions.notifications.sending.samples import known_event, sample_values
from functions.notifications.sending.wording import EVENTS, LANGUAGES, OWN_TEXTS
from functions.notifications.store.templates import find_fault, find_head, find_version, heads, versions_of
from functions.notifications.templates.schemas import (
    TemplateOut,
    TemplatePage,
    TemplateQuery,
    TemplateVersionPage,
    row_view,
    template_view,
    version_view,
)
from functions.shared.plain import pages
from functions.shared.plain.errors import NotFound


def named(text: str) -> TemplateName:
    """Raises NotFound for what can be no template."""
    name = template_name(text)
    if name is None or not known_event(name.event):
        raise NotFound("There is no such template.")
    return name


def template_page(query: TemplateQuery) -> TemplatePage:
    """By name. The whole list has at most `MOST_TEMPLATES` of the shop's own beside the files; one Query."""
    asked = {"event": query.event, "channel": query.channel, "language": query.language}
    after = pages.decode(query.cursor, asked) or ""
    own = heads()
    built_in = _built_in()
    names = sorted({name.id: name for name in [*map(template_name, own), *built_in.values()] if name is not None}.items())
    found = [name for id_, name in names if id_ > after and all(wanted in (None, getattr(name, field)) for field, wanted in asked.items())]
    shown, more = found[: query.limit], len(found) > query.limit
    rows = [row_view(name, own.get(name.id), built_in=name.id in built_in) for name in shown]
    return TemplatePage(data=rows, next_cursor=pages.encode(shown[-1].id, asked) if more else None)


def template_shown(name: TemplateName, head: Head | None = None) -> TemplateOut:
    """`head`: as it was just written. Raises NotFound where there is neither a file nor a version."""
    source = source_of(name)
    head = head or find_head(name.id)[0]
    if head is None and not source:
        raise NotFound("There is no such template.")
    sent = find_version(name.id, head.published) if head else None
    latest = find_version(name.id, head.latest) if head else None
    parts = sent.parts if sent else source
    return template_view(
        name, head, source=source, sent=parts, latest=latest.parts if latest else parts,
        variables=sample_values(name.event, name.language), required=required(name),
        fault=find_fault(name.id, head.published) if head else None,
    )  # fmt: skip


def version_page(name: str, limit: int, cursor: str | None) -> TemplateVersionPage:
    asked = {"versions": name}
    before = pages.decode(cursor, asked)
    found: list[Version] = [one for one in versions_of(name) if before is None or one.number < before]
    shown, more = found[:limit], len(found) > limit
    return TemplateVersionPage(
        data=[version_view(one) for one in shown], next_cursor=pages.encode(shown[-1].number, asked) if more else None
    )


@lru_cache(maxsize=1)
def _built_in() -> dict[str, TemplateName]:
    names = [TemplateName(event, EMAIL, language) for event in (*EVENTS, *OWN_TEXTS) for language in LANGUAGES]
    names += [TemplateName(event, SMS, language) for event in BY_SMS for language in LANGUAGES]
    return {name.id: name for name in names}
