"""Name, rename and forget tags. Products carry codes, so none of them changes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.model.tag import Tag
from functions.catalog.store.records import TAGS_PK, TagRecord
from functions.catalog.store.repository import again_unless_taken
from functions.shared.plain import pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Write, put_new, transact
from functions.shared.store.versions import check_version, keep_answer, locked_delete, locked_put


def list_tags(*, limit: int, cursor: str | None) -> pages.Page[TagRecord]:
    """By code."""
    return query_page(TagRecord, TAGS_PK, query={"list": "tags"}, limit=limit, cursor=cursor)


def tag_record(code: str) -> TagRecord:
    """Raises NotFound."""
    record = find(TagRecord, TAGS_PK, code)
    if record is None:
        raise NotFound("There is no such tag.")
    return record


def create_tag(values: Mapping[str, Any], *, remember: Remember[Tag, int]) -> tuple[Tag, int]:
    """Raises Conflict (409 `tag_exists`)."""
    tag = Tag(**values)
    transact([put_new(_record(tag, 1), Conflict("There is such a tag.", code="tag_exists")), *remember(tag, 1)])
    return tag, 1


def edit_tag(code: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember[Tag, int]) -> tuple[Tag, int]:
    def attempt() -> tuple[Tag, int]:
        record = tag_record(code)
        check_version(record.version, if_match)
        before, version = load(Tag, record.body), int(record.version)
        tag = replace(before, **values)
        if tag == before:
            keep_answer(remember(before, version))
            return before, version
        transact([locked_put(_record(tag, version + 1), version), *remember(tag, version + 1)])
        return tag, version + 1

    return again_unless_taken(attempt)


def delete_tag(code: str, *, if_match: int | None, remember: list[Write]) -> None:
    """The code stays on the products that carry it; it only has no name any more."""

    def attempt() -> None:
        record = tag_record(code)
        check_version(record.version, if_match)
        transact([locked_delete(record, record.version), *remember])

    again_unless_taken(attempt)


def _record(tag: Tag, version: int) -> TagRecord:
    return TagRecord(pk=TAGS_PK, sk=tag.code, kind="tag", body=dump(tag), version=version)
