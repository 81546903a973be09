"""Versions of documents in the table `settings`. Items are only ever added: what was written first stays."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from functions.shared.plain import pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import table_name
from functions.shared.store.listing import in_partition, query_page
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Update, Write

TABLE = "settings"
_PART = 300_000
"""Characters of one item; AWS takes 400 KB."""


class SettingsTable(Record):
    class Meta:
        table_name = table_name(TABLE)


class VersionRecord(Record):
    """pk `DOC#<document>`, sk the version in twelve digits: `body` is a Version. pk `TEXT#<document>`, sk `<version>#<part>`: `text`, what
    the document said, packed."""

    class Meta:
        table_name = table_name(TABLE)

    text = UnicodeAttribute(null=True)


@dataclass(frozen=True)
class Version:
    """`actor` is empty where nobody knows: it was there before versions were kept, or came with the shop (0). `changed`: JSON pointers of
    what differs from the version before, at most 100. `restored`: the version that was brought back."""

    version: int
    at: str = ""
    actor_kind: str = ""
    actor: str = ""
    changed: list[str] = field(default_factory=list)
    restored: int | None = None


def version_writes(document: str, version: Version, body: Mapping[str, Any]) -> Iterator[Write]:
    """Kept once: a second writing of the same version changes nothing, so that a version never gets another author."""
    yield _once(_pk(document), _sk(version.version), VersionRecord.body, dump(version))
    packed = base64.b85encode(zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 9)).decode()
    for number, start in enumerate(range(0, len(packed), _PART)):
        yield _once(_text_pk(document), f"{_sk(version.version)}#{number:02d}", VersionRecord.text, packed[start : start + _PART])


def is_kept(document: str, version: int) -> bool:
    return find(VersionRecord, _pk(document), _sk(version)) is not None


def last_version(document: str) -> Version | None:
    """One Query."""
    found = VersionRecord.query(_pk(document), limit=1, scan_index_forward=False, consistent_read=True)
    return next((load(Version, one.body) for one in found), None)


def versions(document: str, *, limit: int, cursor: str | None) -> pages.Page[Version]:
    """Newest first."""
    page = query_page(
        VersionRecord, _pk(document), query={"versions": document}, limit=limit, cursor=cursor, newest_first=True
    )  # fmt: skip
    return pages.Page([load(Version, one.body) for one in page.data], page.next_cursor)


def version_of(document: str, version: int) -> tuple[Version, dict[str, Any]]:
    """With what the document said. Raises NotFound."""
    record = find(VersionRecord, _pk(document), _sk(version))
    if record is None:
        raise NotFound("This version was never kept.")
    parts = in_partition(VersionRecord, _text_pk(document), beginning=f"{_sk(version)}#")
    packed = "".join(one.text or "" for one in parts)
    body: dict[str, Any] = json.loads(zlib.decompress(base64.b85decode(packed)))
    return load(Version, record.body), body


def _once(pk: str, sk: str, attribute: Any, text: str) -> Update:
    return Update(VersionRecord, pk, sk, [attribute.set(attribute | text), VersionRecord.kind.set("version")])


def _pk(document: str) -> str:
    return f"DOC#{document}"


def _text_pk(document: str) -> str:
    return f"TEXT#{document}"


def _sk(version: int) -> str:
    return f"{version:012d}"
