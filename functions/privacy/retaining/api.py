"""How long what the law wants is kept; for staff."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.privacy.model.retention import DEFAULT, Retention
from functions.privacy.store.retention import known_retention, retention_put
from functions.shared.documents.document import Document, Versioned
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.sealing import PrivacyTable
from functions.shared.store.again import again
from functions.shared.store.transactions import transact
from functions.shared.store.versions import check_version

retention_api = Api("privacy")
_PATH = "/v1/admin/retention"
_Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|\*)$")]
_Days = Annotated[int, Field(ge=0, le=36_500)]
_Periods = Annotated[dict[_Country, _Days], Field(examples=[{"DE": 3650, "*": 3650}])]
_Everywhere = Annotated[dict[Literal["*"], _Days], Field(examples=[{"*": 1095}])]


class RetentionIn(Versioned):
    """Days from the end of the year, by country; `*`: all others. What is left out is as it comes with the shop."""

    order: _Periods = Field(default_factory=dict)
    payment: _Periods = Field(default_factory=dict, description="What payments, refunds and disputes say of people.")
    consent: _Everywhere = Field(default_factory=dict, description="Decisions on consents; what counts now stays with its person.")
    document: _Periods = Field(default_factory=dict, description="Invoices and credit notes.")
    fapiao: _Periods = Field(default_factory=dict, description="Chinese e-invoices.")


class RetentionOut(RetentionIn):
    version: int


def _reply(rules: Retention, version: int) -> Reply:
    days = {kind: {**periods, **rules.days.get(kind, {})} for kind, periods in DEFAULT.items()}
    return Reply(RetentionOut(version=version, **days), etag=str(version))


_document = Document("retention", _reply, lambda: _reply(*known_retention()))


@retention_api.operation("GET", _PATH, summary="How long what the law wants is kept", permission="settings.read", response=RetentionOut)
def get_retention(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*known_retention())


@retention_api.operation(
    "PUT", _PATH, summary="Set how long what the law wants is kept", permission="settings.write", body=RetentionIn, response=RetentionOut,
    idempotent=PrivacyTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_retention(req: Request[RetentionIn, NoQuery]) -> Reply:
    """What was sealed before keeps its day."""
    after, remember = Retention(req.body.model_dump(exclude_defaults=True, exclude={"version"})), _document.remembering(req)

    def once() -> Reply:
        version = known_retention()[1]
        check_version(version, req.if_match())
        transact([retention_put(after, version), *remember(after, version + 1)])
        return _reply(after, version + 1)

    return again(once)


_document.restored_by(
    retention_api, put_retention, _PATH, body=RetentionIn, response=RetentionOut, permission="settings.write", idempotent=PrivacyTable
)
