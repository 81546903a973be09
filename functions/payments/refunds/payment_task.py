"""Money that no provider's API sends: finance transfers it by hand and tells the reference. Open until then."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from functions.payments.facts.apply_event import Misfit, apply_event
from functions.payments.model.attempt import Attempt, reference_of
from functions.payments.model.provider_event import EventType
from functions.payments.model.refund import Refund
from functions.payments.providers.answered import answered
from functions.payments.store.receipts import ReceiptTaken, check_unused, receipt_number, receipt_write
from functions.payments.store.records import TASK_SK, PaymentsTable, TaskRecord, task_pk, tasks_partition
from functions.payments.store.repository import history
from functions.shared.events.contracts.payments import PaymentTaskCreated
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.money import Money
from functions.shared.plain.pages import Page
from functions.shared.store.listing import in_turn, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Update, Write, put_new, transact

OPEN, DONE = "open", "done"


@dataclass(frozen=True)
class Task:
    """`id` is the refund's."""

    id: str
    payment_id: str
    order_id: str
    order_number: str
    method: str
    money: Money
    reason: str
    created_at: str
    kind: str = "refund"


@dataclass(frozen=True)
class KnownTask:
    task: Task
    status: str
    reference: str | None = None
    confirmed_by: str | None = None
    confirmed_at: str | None = None


class _Confirmed(Conflict):
    """Confirmed since it was read."""


def task_writes(attempt: Attempt, refund: Refund) -> list[Write]:
    """The task to send a refund, and the event that tells staff of it."""
    task = Task(
        refund.id, attempt.id, attempt.order_id, attempt.order_number, attempt.method, refund.money, refund.reason, refund.created_at
    )
    payload = PaymentTaskCreated(
        task_id=task.id,
        kind=task.kind,
        payment_id=task.payment_id,
        order_id=task.order_id,
        order_number=task.order_number,
        method=task.method,
        amount=task.money.amount,
        currency=task.money.currency,
        reason=task.reason,
    )
    item = TaskRecord(
        pk=task_pk(task.id),
        sk=TASK_SK,
        kind="task",
        status=OPEN,
        body=dump(task),
        gsi1pk=tasks_partition(OPEN),
        gsi1sk=f"{task.created_at}#{task.id}",
    )
    return [put_new(item), event_put(PaymentsTable, task_pk(task.id), payload, subject=task.id, actor=SYSTEM, cause=task.id)]


def tasks(status: str, *, limit: int, cursor: str | None) -> Page[KnownTask]:
    """The oldest first; of those that are done the newest first. Of all, what is to be done comes first."""
    if status == "all":
        return in_turn([partial(tasks, one) for one in (OPEN, DONE)], query={"tasks": "all"}, limit=limit, cursor=cursor)
    newest = status == DONE
    query = {"tasks": status}
    page = query_page(TaskRecord, tasks_partition(status), query=query, limit=limit, cursor=cursor, index="gsi1", newest_first=newest)
    return Page([_known(record) for record in page.data], page.next_cursor)


def confirm_task(task_id: str, reference: str, *, by: str, remember: Remember[KnownTask]) -> KnownTask:
    """The money was sent under `reference`. The same reference again changes nothing.

    Raises NotFound, Conflict: `task_done` (by another reference), `receipt_used` (the reference sent something else).
    """
    number = receipt_number(reference)
    with suppress(_Confirmed, ReceiptTaken):
        return _confirm(task_id, number, by, remember)
    # Somebody was faster: what they did is there now.
    return _confirm(task_id, number, by, remember)


def _confirm(task_id: str, number: str, by: str, remember: Remember[KnownTask]) -> KnownTask:
    record = find(TaskRecord, task_pk(task_id), TASK_SK)
    known = _known(record) if record else None
    payment = history(known.task.payment_id) if known else None
    if record is None or known is None or payment is None:
        raise NotFound("There is no such task.")
    task, attempt = known.task, payment.attempt
    if known.status == DONE:
        if known.reference != number:
            raise Conflict("This task was confirmed with another reference.", code="task_done", reference=known.reference)
        transact(remember(known))
        return known
    way = f"{task.method}:out"
    unused = check_unused(way, number, of=task.id)
    now = times.iso(clock.now())
    done = KnownTask(task, DONE, number, by, now)
    actions = [
        TaskRecord.status.set(DONE),
        TaskRecord.reference.set(number),
        TaskRecord.confirmed_by.set(by),
        TaskRecord.confirmed_at.set(now),
        TaskRecord.gsi1pk.set(tasks_partition(DONE)),
        TaskRecord.version.add(1),
    ]
    also: list[Write] = [Update(TaskRecord, record.pk, TASK_SK, actions, TaskRecord.status == OPEN, _Confirmed()), *remember(done)]
    if unused:
        also.append(receipt_write(way, number, attempt, of=task.id))
    ours = reference_of(task.id)
    event = answered(EventType.REFUND_SUCCESS, attempt, number, task.money, refund_ref=ours)
    try:
        apply_event(attempt.provider, event, also=also, strict=True)
    except Misfit as error:
        raise Conflict("The payment does not know this refund any more.", code="task_done") from error
    fact("payment_task.confirmed", task_id=task.id, payment_id=task.payment_id, order_id=task.order_id, amount=task.money.amount)
    return done


def _known(record: TaskRecord) -> KnownTask:
    return KnownTask(load(Task, record.body), record.status, record.reference, record.confirmed_by, record.confirmed_at)
