"""The shop as a whole: what it is called and looks like, and how to reach it. One item, written by staff.

The answer of `known_site` is at most half a minute old, so that a change is seen everywhere within a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from functions.shared.documents.records import SettingsTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import again
from functions.shared.store.kept import Kept
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

KEY = "SITE"
KEEP_SECONDS = 30.0


@dataclass(frozen=True)
class Site:
    """`colours`: by what they are for, as #rrggbb. What is empty was never said."""

    name: Mapping[str, str] = field(default_factory=dict)
    logo_url: str = ""
    email: str = ""
    phone: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)


_known: Kept[Site] = Kept(KEEP_SECONDS, lambda: site()[0])


def site() -> tuple[Site, int]:
    """With its version, 0 before it was ever set. One GetItem."""
    record = find(SettingsTable, KEY, KEY)
    return (load(Site, record.body), int(record.version)) if record else (Site(), 0)


def known_site() -> Site:
    """At most half a minute old."""
    return _known()


def forget() -> None:
    _known.forget()


def change_site(edit: Callable[[Site], Site], *, if_match: int | None, remember: Remember[Site, int]) -> tuple[Site, int]:
    """Raises VersionConflict (409) for a stale `if_match`; without one, `edit` is made of what is there."""

    def attempt() -> tuple[Site, int]:
        before, version = site()
        check_version(version, if_match)
        after = edit(before)
        if after == before:
            transact(remember(before, version))
            return before, version
        record = SettingsTable(pk=KEY, sk=KEY, kind="site", body=dump(after), version=version + 1)
        transact([locked_put(record, version), *remember(after, version + 1)])
        return after, version + 1

    try:
        return again(attempt)
    finally:
        forget()
