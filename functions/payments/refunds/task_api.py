"""What finance has to do by hand: money that no provider's API sends."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from functions.payments.attempts.schemas import Paged
from functions.payments.refunds.payment_task import KnownTask, confirm_task, tasks
from functions.payments.store.records import PaymentsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import MoneyModel, Schema, Text

task_api = Api("payments")


class ListOfTasks(Paged):
    status: Literal["open", "done", "all"] = "open"


class ConfirmTask(Schema):
    """`reference` is the bank's number of the transfer that was made: it counts once for the whole shop, however it is typed."""

    reference: Text = Field(max_length=100, examples=["2026-0001"])


class PaymentTaskView(Schema):
    """kind: refund, money of the order to be sent back; `id` is the refund's."""

    id: str
    kind: str
    status: Literal["open", "done"]
    payment_id: str
    order_id: str
    order_number: str
    method: str
    amount: MoneyModel
    reason: str
    created_at: str
    reference: str | None = None
    confirmed_by: str | None = None
    confirmed_at: str | None = None

    @classmethod
    def of(cls, known: KnownTask) -> PaymentTaskView:
        task = known.task
        return cls(
            id=task.id,
            kind=task.kind,
            status="done" if known.status == "done" else "open",
            payment_id=task.payment_id,
            order_id=task.order_id,
            order_number=task.order_number,
            method=task.method,
            amount=MoneyModel.of(task.money),
            reason=task.reason,
            created_at=task.created_at,
            reference=known.reference,
            confirmed_by=known.confirmed_by,
            confirmed_at=known.confirmed_at,
        )


class PaymentTaskList(Schema):
    data: list[PaymentTaskView]
    next_cursor: str | None = None


@task_api.operation(
    "GET",
    "/v1/admin/payment_tasks",
    summary="Money that finance has to send by hand, the oldest first",
    permission="payments.read",
    query=ListOfTasks,
    response=PaymentTaskList,
)
def list_tasks(req: Request[Any, ListOfTasks]) -> PaymentTaskList:
    page = tasks(req.query.status, limit=req.query.limit, cursor=req.query.cursor)
    return PaymentTaskList(data=[PaymentTaskView.of(known) for known in page.data], next_cursor=page.next_cursor)


@task_api.operation(
    "POST",
    "/v1/admin/payment_tasks/{id}/confirm",
    summary="Confirm that the money was sent",
    permission="payments.write",
    body=ConfirmTask,
    response=PaymentTaskView,
    idempotent=PaymentsTable,
    errors=[(404, "not_found"), (409, "task_done"), (409, "receipt_used"), (422, "receipt_unreadable")],
)
def confirm(req: Request[ConfirmTask, NoQuery]) -> Reply:
    def reply(known: KnownTask) -> Reply:
        return Reply(PaymentTaskView.of(known))

    return reply(confirm_task(req.path["id"], req.body.reference, by=req.caller.id, remember=req.remembering(reply)))
