"""All settings of the shop, and their history. They are changed where they always were; this says where, and who did."""

from __future__ import annotations

from typing import Any

from functions.platform.settings.register import DOCUMENTS, known
from functions.platform.settings.schemas import DocumentList, DocumentView, VersionPage, VersionsQuery, VersionView
from functions.shared.documents.records import last_version, version_of, versions
from functions.shared.http.operation import Api, NoQuery, Request

settings_api = Api("settings")
_READ = "settings.read"


@settings_api.operation("GET", "/v1/admin/settings", summary="All documents of settings", permission=_READ, response=DocumentList)
def list_documents(req: Request[Any, NoQuery]) -> DocumentList:
    """Those that the caller may read, each with its newest version."""
    readable = [one for one in DOCUMENTS if req.caller.may(one.permission)]
    return DocumentList(data=[DocumentView.of(one, last_version(one.name)) for one in readable])


@settings_api.operation(
    "GET", "/v1/admin/settings/{document}", summary="Versions of a document of settings, newest first", permission=_READ,
    query=VersionsQuery, response=VersionPage, errors=[(404, "not_found")],
)  # fmt: skip
def list_versions(req: Request[Any, VersionsQuery]) -> VersionPage:
    """Kept from its first change on, with what it was before that. With `version` that one alone, and what the document said."""
    document = known(req.path["document"])
    req.caller.require(document.permission)
    if req.query.version is not None:
        one, content = version_of(document.name, req.query.version)
        return VersionPage(data=[VersionView.of(one, content)])
    page = versions(document.name, limit=req.query.limit, cursor=req.query.cursor)
    return VersionPage(data=[VersionView.of(one) for one in page.data], next_cursor=page.next_cursor)
