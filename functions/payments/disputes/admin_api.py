"""Disputes for staff: what must be answered until when, the evidence, the outcome."""

from __future__ import annotations

from typing import Any

from functions.payments.disputes.answer_dispute import add_file, dispute_named, write_evidence
from functions.payments.disputes.schemas import (
    DisputeList,
    DisputeView,
    ListOfDisputes,
    UploadView,
    WantFile,
    WriteEvidence,
    dispute_view,
    dispute_views,
    upload_view,
)
from functions.payments.store.dispute_store import all_disputes, disputes
from functions.payments.store.records import PaymentsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

dispute_api = Api("payments")
_CLOSED = [(404, "not_found"), (409, "dispute_closed"), (409, "evidence_submitted"), (409, "deadline_passed"), (409, "version_conflict")]


@dispute_api.operation(
    "GET",
    "/v1/admin/disputes",
    summary="Disputed payments, the nearest deadline first",
    permission="payments.read",
    query=ListOfDisputes,
    response=DisputeList,
)
def listed(req: Request[Any, ListOfDisputes]) -> DisputeList:
    asked = req.query
    if asked.state == "all":
        page = all_disputes(limit=asked.limit, cursor=asked.cursor)
    else:
        page = disputes(is_open=asked.state == "open", limit=asked.limit, cursor=asked.cursor)
    return DisputeList(data=dispute_views(page.data), next_cursor=page.next_cursor)


@dispute_api.operation(
    "GET",
    "/v1/admin/disputes/{id}",
    summary="A dispute with its evidence",
    permission="payments.read",
    response=DisputeView,
    errors=[(404, "not_found")],
)
def show(req: Request[Any, NoQuery]) -> Reply:
    known = dispute_named(req.path["id"])
    return Reply(dispute_view(known, with_urls=True), etag=str(known.version))


@dispute_api.operation(
    "POST",
    "/v1/admin/disputes/{id}/evidence",
    summary="Add evidence, or hand it over",
    permission="payments.write",
    body=WriteEvidence,
    response=DisputeView,
    idempotent=PaymentsTable,
    errors=[*_CLOSED, (409, "evidence_refused"), (422, "no_evidence"), (503, "provider_unavailable")],
)
def evidence(req: Request[WriteEvidence, NoQuery]) -> Reply:
    after = write_evidence(
        req.path["id"],
        {str(name): text for name, text in req.body.evidence.items()},
        submit=req.body.submit,
        by=req.caller.id,
        if_match=req.if_match(),
        remember=req.remembering(lambda known: Reply(dispute_view(known), etag=str(known.version))),
    )
    return Reply(dispute_view(after), etag=str(after.version))


@dispute_api.operation(
    "POST",
    "/v1/admin/disputes/{id}/files",
    summary="Upload a file of evidence",
    permission="payments.write",
    body=WantFile,
    response=UploadView,
    status=201,
    idempotent=PaymentsTable,
    errors=[*_CLOSED, (409, "too_many_files")],
)
def file(req: Request[WantFile, NoQuery]) -> Reply:
    made = add_file(
        req.path["id"],
        req.body.name,
        req.body.content_type,
        remember=req.remembering(lambda upload: Reply(upload_view(upload), 201)),
    )
    return Reply(upload_view(made), 201)
