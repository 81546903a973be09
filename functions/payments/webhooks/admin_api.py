"""Messages about money that do not fit our own data, for finance."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from functions.payments.attempts.schemas import Paged
from functions.payments.store.put_aside import KnownPutAside, put_aside
from functions.payments.store.records import PaymentsTable
from functions.payments.webhooks.decide_put_aside import apply, dismiss
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import MoneyModel, Schema, Text

quarantine_api = Api("payments")


class ListOfQuarantine(Paged):
    status: Literal["open", "applied", "dismissed", "all"] = "open"


class Decide(Schema):
    reason: Text = Field(examples=["The bank confirmed the amount by phone."])


class ApplyPutAside(Decide):
    """`book`: money that came in another amount than asked, or a second time, is booked as what it is and can be given back."""

    book: bool = False


class PutAsideView(Schema):
    """`reason` is why it was put aside; `event` what it told (empty where it is that nothing was told: `unresolved`)."""

    id: str
    status: Literal["open", "applied", "dismissed"]
    provider: str
    reason: str
    event: str
    amount: MoneyModel | None
    reference: str
    provider_reference: str
    payment_id: str | None
    order_id: str | None
    received_at: str
    decided_by: str | None = None
    decided_at: str | None = None
    decision: str | None = None

    @classmethod
    def of(cls, known: KnownPutAside) -> PutAsideView:
        message, event = known.message, known.message.event
        return cls.model_validate(
            {
                "id": message.id,
                "status": known.status,
                "provider": message.provider,
                "reason": message.reason,
                "event": event.type.value if event else "",
                "amount": MoneyModel.of(event.money) if event and event.money else None,
                "reference": event.our_ref if event else "",
                "provider_reference": event.provider_ref if event else "",
                "payment_id": message.payment_id or None,
                "order_id": message.order_id or None,
                "received_at": message.received_at,
                "decided_by": known.decided_by,
                "decided_at": known.decided_at,
                "decision": known.decision,
            }
        )


class QuarantineList(Schema):
    data: list[PutAsideView]
    next_cursor: str | None = None


@quarantine_api.operation(
    "GET",
    "/v1/admin/quarantine",
    summary="Messages about money that were put aside, the oldest first",
    permission="payments.read",
    query=ListOfQuarantine,
    response=QuarantineList,
)
def list_quarantine(req: Request[Any, ListOfQuarantine]) -> QuarantineList:
    page = put_aside(req.query.status, limit=req.query.limit, cursor=req.query.cursor)
    return QuarantineList(data=[PutAsideView.of(known) for known in page.data], next_cursor=page.next_cursor)


@quarantine_api.operation(
    "POST",
    "/v1/admin/quarantine/{id}/apply",
    summary="Look again at a message that was put aside, and book it",
    permission="payments.write",
    body=ApplyPutAside,
    response=PutAsideView,
    idempotent=PaymentsTable,
    errors=[(404, "not_found"), (409, "already_decided"), (409, "does_not_fit")],
)
def apply_put_aside(req: Request[ApplyPutAside, NoQuery]) -> Reply:
    def reply(known: KnownPutAside) -> Reply:
        return Reply(PutAsideView.of(known))

    asked, by = req.body, req.caller.id
    return reply(apply(req.path["id"], why=asked.reason, book=asked.book, by=by, remember=req.remembering(reply)))


@quarantine_api.operation(
    "POST",
    "/v1/admin/quarantine/{id}/dismiss",
    summary="Dismiss a message that was put aside",
    permission="payments.write",
    body=Decide,
    response=PutAsideView,
    idempotent=PaymentsTable,
    errors=[(404, "not_found"), (409, "already_decided")],
)
def dismiss_put_aside(req: Request[Decide, NoQuery]) -> Reply:
    def reply(known: KnownPutAside) -> Reply:
        return Reply(PutAsideView.of(known))

    return reply(dismiss(req.path["id"], why=req.body.reason, by=req.caller.id, remember=req.remembering(reply)))
