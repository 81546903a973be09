"""Cases as they are stored: read by id, by order or by list, written under their version only, their pieces under the order's."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.store.case_changes import change_put
from functions.aftersales.store.due import SHARDS
from functions.aftersales.store.records import (
    CASE_SK,
    PIECES_SK,
    CaseRecord,
    PiecesRecord,
    case_pk,
    cases_in,
    customer_key,
    order_pk,
)
from functions.aftersales.store.sealed import case_body, case_of
from functions.orders import StuckReturn, case_closed_write, case_opened_write, return_goes_on_writes, return_stuck_writes
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.listing import query_page
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_put

T = TypeVar("T")


def find_case(case_id: str) -> Case | None:
    record = find(CaseRecord, case_pk(case_id), CASE_SK) if ids.is_id("ret", case_id) else None
    return case_of(record) if record else None


def get_case(case_id: str) -> Case:
    """Raises NotFound."""
    case = find_case(case_id)
    if case is None:
        raise NotFound("There is no such return.")
    return case


def on_case(case_id: str, decide: Callable[[Case], T]) -> T:
    """What `decide` (which writes) makes of it, however often others are faster. Raises NotFound."""
    return again(lambda: decide(get_case(case_id)))


def pieces_of(order_id: str) -> CasePieces:
    record = find(PiecesRecord, order_pk(order_id), PIECES_SK)
    return replace(load(CasePieces, record.body), version=int(record.version)) if record else CasePieces(order_id)


def cases_of(pieces: CasePieces) -> list[Case]:
    """Every case of the order, oldest first. One BatchGetItem."""
    found = find_many({CaseRecord: [(case_pk(case_id), CASE_SK) for case_id in pieces.cases]}) if pieces.cases else {}
    cases = [case_of(record) for record in found.values() if isinstance(record, CaseRecord)]
    return sorted(cases, key=lambda case: (case.opened_at, case.id))


def case_writes(before: Case | None, after: Case, pieces: CasePieces | None = None) -> list[Write]:
    """The case in its next version; its pieces, where `pieces` (as read) are to hold others; and that the order has one more or one less
    that is open. The transaction raises Overtaken."""
    writes: list[Write] = [_case_put(after), change_put(before, after)]
    if pieces is not None and holds_otherwise(before, after):
        writes.append(_pieces_put(pieces.holding(after.id, after.held, after.waiting)))
    was_open = before.is_open if before else False
    if after.is_open and not was_open:
        writes.append(case_opened_write(after.order_id))
    elif was_open and not after.is_open:
        writes.append(case_closed_write(after.order_id))
    return [*writes, *_shown_to_people(before, after)]


def _shown_to_people(before: Case | None, after: Case) -> list[Write]:
    """A case that gets stuck stands among the exceptions of its order, and leaves them when it goes on."""
    was = before.stuck if before else ""
    if was == after.stuck:
        return []
    gone = return_goes_on_writes(_stuck(before), after.state.value) if before and was else []
    return [*gone, *(return_stuck_writes(_stuck(after)) if after.stuck else [])]


def _stuck(case: Case) -> StuckReturn:
    return StuckReturn(case.id, case.order_id, case.number, case.stuck, case.stuck_since)


def holds_otherwise(before: Case | None, after: Case) -> bool:
    return before is None or (before.held, before.waiting) != (after.held, after.waiting)


def opened_writes(cases: Sequence[Case], pieces: CasePieces, *, order_version: int | None = None) -> list[Write]:
    """Several that begin together, in one transaction. It raises Overtaken, also where the order moved since that version."""
    for case in cases:
        pieces = pieces.holding(case.id, case.held, case.waiting)
    kept = [write for case in cases for write in (_case_put(case), change_put(None, case))]
    return [*kept, _pieces_put(pieces), case_opened_write(pieces.order_id, len(cases), as_read=order_version)]


def split_writes(rest: Case, new: Case, pieces: CasePieces) -> list[Write]:
    """`rest` is what stays of a case, `new` what became another one. The transaction raises Overtaken."""
    return [_case_put(rest), change_put(None, rest), *opened_writes([new], pieces.holding(rest.id, rest.held, rest.waiting))]


def as_written(case: Case) -> Case:
    return replace(case, version=case.version + 1, changes_kept=True)


def list_cases(states: Sequence[ReturnState], *, limit: int, cursor: str | None) -> pages.Page[Case]:
    """Oldest first. A query per shard of each state and a BatchGetItem."""
    query: dict[str, Any] = {"list": "returns", "state": ",".join(states)}
    page = listed_page(CaseRecord, *map(cases_in, states), query=query, limit=limit, cursor=cursor)
    return pages.Page([case for record in page.data if (case := case_of(record)).state in states], page.next_cursor)


def cases_of_customer(customer_id: str, *, limit: int, cursor: str | None) -> pages.Page[Case]:
    """Newest first. One Query."""
    query = {"list": "my_returns", "of": customer_id}
    page = query_page(CaseRecord, customer_key(customer_id), query=query, limit=limit, cursor=cursor, index="gsi1", newest_first=True)
    return pages.Page([case_of(record) for record in page.data], page.next_cursor)


def _case_put(case: Case) -> Write:
    listed_pk, listed_sk = place(cases_in(case.state), f"{case.opened_at}#{case.id}", of=case.id)
    record = CaseRecord(
        pk=case_pk(case.id),
        sk=CASE_SK,
        kind="case",
        version=case.version + 1,
        body=case_body(replace(case, changes_kept=True)),
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    )
    if case.customer_id:
        record.gsi1pk, record.gsi1sk = customer_key(case.customer_id), case.id
    is_due_now = case.label_due or (case.is_to_be_paid and not case.stuck)
    due = case.opened_at if is_due_now else case.deadline
    if due:
        record.due_pk, record.due_at = f"DUE#{zlib.crc32(case.id.encode()) % SHARDS}", due
    return locked_put(record, case.version)


def _pieces_put(pieces: CasePieces) -> Write:
    record = PiecesRecord(
        pk=order_pk(pieces.order_id),
        sk=PIECES_SK,
        kind="pieces",
        version=pieces.version + 1,
        body=dump(replace(pieces, version=0)),
    )
    return locked_put(record, pieces.version)
