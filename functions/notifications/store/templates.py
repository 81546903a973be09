"""Templates of the shop's own and its layout, in versions.

Head: pk `TEMPLATES`, sk `T#<name>` (`layout` for the layout); its record's version is the ETag. Version: pk `TEMPLATE#<name>`, sk
`V#<number>`, never written again. Fault: pk `TEMPLATE#<name>`, sk `FAULT#<number>`.

Who sends keeps the heads for half a minute, by one Query; versions, since they never change, for good.
"""

from __future__ import annotations

import time
from contextlib import suppress
from functools import lru_cache

from functions.notifications.model.template import MOST_TEMPLATES, Head, RenderFault, TemplateName, Version, template_name
from functions.notifications.store.records import NotificationsTable, TemplateCountRecord, TemplateFaultRecord
from functions.shared.outside import clock
from functions.shared.outside.observability import alarmed
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.listing import in_partition, query_all
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Update, Write, put_new, transact
from functions.shared.store.versions import locked_put

KEEP_SECONDS = 30.0
LAYOUT = "layout"
_HEADS, _COUNT = "TEMPLATES", "TEMPLATECOUNT"


class _Cache:
    heads: dict[str, Head] | None = None
    until = 0.0


_cache = _Cache()


def forget() -> None:
    """The next reader reads anew: after an own change, and between tests."""
    _cache.heads = None
    _version.cache_clear()


def find_head(name: str) -> tuple[Head | None, int]:
    """The head and its version; (None, 0) where nothing was ever written. One GetItem."""
    record = find(NotificationsTable, _HEADS, f"T#{name}")
    return (load(Head, record.body), int(record.version)) if record else (None, 0)


def heads() -> dict[str, Head]:
    """All of them, by name. One Query (one more per MB)."""
    return {head.name: head for head in (load(Head, record.body) for record in in_partition(NotificationsTable, _HEADS))}


def published_heads() -> dict[str, Head]:
    """As this process knows them: at most half a minute old."""
    if _cache.heads is None or time.monotonic() >= _cache.until:
        _cache.heads, _cache.until = {name: head for name, head in heads().items() if head.published}, time.monotonic() + KEEP_SECONDS
    return _cache.heads


def published(name: str) -> Version | None:
    """What is sent under this name; None: the built-in one."""
    head = published_heads().get(name)
    return find_version(name, head.published) if head else None


def published_languages(event: str, channel: str) -> list[str]:
    names = (template_name(name) for name in published_heads())
    return [name.language for name in names if name is not None and (name.event, name.channel) == (event, channel)]


def find_version(name: str, number: int) -> Version | None:
    with suppress(NotFound):
        return _version(name, number)
    return None


@lru_cache(maxsize=512)
def _version(name: str, number: int) -> Version:
    """Raises NotFound, which is not kept: a version that is not there may come."""
    record = find(NotificationsTable, _of(name), _version_sk(number))
    if record is None:
        raise NotFound("There is no such version.")
    return load(Version, record.body)


def version_writes(head: Head, at: int, version: Version) -> list[Write]:
    """A new version and the head that knows of it, read at version `at` (0: the first). The transaction raises Overtaken, and Conflict (409
    `too_many_templates`)."""
    body = NotificationsTable(pk=_of(head.name), sk=_version_sk(version.number), kind="template_version", body=dump(version))
    return [head_write(head, at), put_new(body), *([] if at else _one_more())]


def head_write(head: Head, at: int) -> Put:
    return locked_put(NotificationsTable(pk=_HEADS, sk=f"T#{head.name}", kind="template", version=at + 1, body=dump(head)), at)


def versions_of(name: str) -> list[Version]:
    """Newest first; there are at most `MOST_VERSIONS`."""
    return [
        load(Version, item.body) for item in query_all(NotificationsTable, _of(name), newest_first=True) if item.kind == "template_version"
    ]


def note_fault(name: TemplateName, version: int, problem: str) -> None:
    """Shown to staff at the template; the alarm rings. One write."""
    fault = RenderFault(version, problem, times.iso(clock.now()))
    actions = [
        TemplateFaultRecord.kind.set("template_fault"),
        TemplateFaultRecord.body.set(dump(fault)),
        TemplateFaultRecord.times.add(1),
    ]
    transact([Update(TemplateFaultRecord, _of(name.id), _fault_sk(version), actions)])
    alarmed("template.unusable", template=name.id, template_version=version, problem=problem)


def find_fault(name: str, version: int) -> RenderFault | None:
    record = find(TemplateFaultRecord, _of(name), _fault_sk(version)) if version else None
    if record is None:
        return None
    fault = load(RenderFault, record.body)
    return RenderFault(fault.version, fault.problem, fault.at, int(record.times))


def _one_more() -> list[Write]:
    count = TemplateCountRecord.times
    room = count.does_not_exist() | (count < MOST_TEMPLATES)
    too_many = Conflict(f"There are {MOST_TEMPLATES} templates of the shop's own.", code="too_many_templates")
    return [Update(TemplateCountRecord, _COUNT, _COUNT, [count.add(1), TemplateCountRecord.kind.set("template_count")], room, too_many)]


def _of(name: str) -> str:
    return f"TEMPLATE#{name}"


def _version_sk(number: int) -> str:
    return f"V#{number:06d}"


def _fault_sk(version: int) -> str:
    return f"FAULT#{version:06d}"
