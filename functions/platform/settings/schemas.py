"""Documents of settings and their versions, as staff read them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.platform.settings.register import Known
from functions.shared.documents.records import Version
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema


class VersionView(Schema):
    """`by` is null where nobody knows who wrote it: what came with the shop (version 0), or was set before versions were kept. `changed`:
    what differs from the version before, as JSON pointers (at most 100). `restored`: the version that was brought back."""

    version: int
    at: str | None
    by: str | None = Field(examples=["cus_01JD8Z6YV5T3W9N4K7Q2B1XHFA"])
    by_kind: str | None = Field(examples=["staff"])
    changed: list[str] = Field(examples=[["/name/en"]])
    restored: int | None
    content: dict[str, Any] | None = Field(
        None, description="What the document said, as its own GET shows it; where one version is asked for."
    )

    @classmethod
    def of(cls, one: Version, content: dict[str, Any] | None = None) -> VersionView:
        return cls(
            version=one.version, at=one.at or None, by=one.actor or None, by_kind=one.actor_kind or None, changed=one.changed,
            restored=one.restored, content=content,
        )  # fmt: skip


class VersionsQuery(PageQuery):
    version: int | None = Field(None, ge=0, le=10**12 - 1, description="This one, with its content.")


class VersionPage(Schema):
    data: list[VersionView]
    next_cursor: str | None = None


class DocumentView(Schema):
    """`last`: its newest version; null: not changed since versions are kept."""

    document: str = Field(examples=["tax"])
    paths: list[str] = Field(description="Where it is read and changed.", examples=[["/v1/admin/tax_settings"]])
    versions_path: str
    restored_by: str = Field(description="The operation that goes back to a version.", examples=["POST /v1/admin/tax_settings"])
    last: VersionView | None

    @classmethod
    def of(cls, one: Known, last: Version | None) -> DocumentView:
        return cls(
            document=one.name,
            paths=list(one.paths),
            versions_path=f"/v1/admin/settings/{one.name}",
            restored_by=one.restored_by,
            last=VersionView.of(last) if last else None,
        )


class DocumentList(Schema):
    data: list[DocumentView]
    next_cursor: str | None = None
