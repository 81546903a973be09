"""Versions are added, never changed; which one is sent is a step of its own, and going back is the same step with an older number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from functions.notifications.model.template import MOST_VERSIONS, Head, Version
from functions.notifications.store import templates
from functions.notifications.store.templates import find_head, find_version, head_write, version_writes
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version

Kept = tuple[Head, int]
"""A head and the version of its record, which is the ETag."""


def add_version(
    name: str, parts: Mapping[str, str], *, by: str, note: str, publish: bool, if_match: int | None, remember: Remember[Head, int]
) -> Kept:
    """A new version of what was checked. Raises VersionConflict; Conflict (409 `too_many_versions`, `too_many_templates`)."""

    def attempt() -> Kept:
        head, at = find_head(name)
        check_version(at, if_match)
        now, number = times.iso(clock.now()), (head.latest if head else 0) + 1
        if number > MOST_VERSIONS:
            raise Conflict(f"There are {MOST_VERSIONS} versions of it already.", code="too_many_versions")
        after = replace(head or Head(name, 0, 0, now, by), latest=number, edited_at=now, edited_by=by)
        if publish:
            after = replace(after, published=number, published_at=now)
        made = Version(number, dict(parts), now, by, note)
        transact([*version_writes(after, at, made), *remember(after, at + 1)])
        return after, at + 1

    kept = again(attempt)
    templates.forget()
    fact("template.saved", template=name, template_version=kept[0].latest, published=publish)
    return kept


def publish(
    name: str, number: int, *, check: Callable[[Version], None], by: str, if_match: int | None, remember: Remember[Head, int]
) -> Kept:
    """0: the built-in one. `check` raises for a version that would not be let in today. Raises NotFound, VersionConflict."""

    def attempt() -> Kept:
        head, at = find_head(name)
        if head is None:
            raise NotFound("Nothing of the shop's own was written here.")
        check_version(at, if_match)
        if number:
            version = find_version(name, number)
            if version is None:
                raise NotFound("There is no such version.")
            check(version)
        now = times.iso(clock.now())
        after = replace(head, published=number, published_at=now, edited_at=now, edited_by=by)
        transact([head_write(after, at), *remember(after, at + 1)])
        return after, at + 1

    kept = again(attempt)
    templates.forget()
    fact("template.published", template=name, template_version=number)
    return kept
