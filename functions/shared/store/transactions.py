"""All-or-nothing writes. A use case returns what to write; `transact` writes it, and turns the first failed condition into its error.

A single write is sent as a plain conditional write: half the price of a transaction of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ParamSpec, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PutError, PynamoDBException, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from functions.shared.outside.pauses import pause
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, Unavailable
from functions.shared.store.along import waiting
from functions.shared.store.expressions import expressions, is_new
from functions.shared.store.records import Record, connection

MAX_ACTIONS = 100
_ATTEMPTS = 12
_SIZE = "size"
_CONTENTION = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded"}
_CONTENTION_CALLS = {
    "TransactionInProgressException",
    "TransactionConflictException",
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}


class Exists(Conflict):
    """The default of a failed condition whose writer named no error of its own."""

    code, title = "conflict", "The state changed meanwhile"


@dataclass(frozen=True, eq=False)
class Check:
    model: type[Record]
    pk: str
    sk: str
    condition: Condition
    on_fail: Exception | None = None


@dataclass(frozen=True, eq=False)
class Delete:
    record: Record
    condition: Condition | None = None
    on_fail: Exception | None = None


@dataclass(frozen=True, eq=False)
class Put:
    record: Record
    condition: Condition | None = None
    on_fail: Exception | None = None


@dataclass(frozen=True, eq=False)
class Update:
    model: type[Record]
    pk: str
    sk: str
    actions: Sequence[Action]
    condition: Condition | None = None
    on_fail: Exception | None = None


Write = Check | Delete | Put | Update
P = ParamSpec("P")
W = TypeVar("W", bound=Write)
Remember = Callable[P, Sequence[Write]]
"""Given to a use case that answers a call: what keeps the answer made of its result (P), for the transaction of the effect. None to write
without an Idempotency-Key."""
# PynamoDB sends a transaction grouped in this order; cancellation reasons come back in it.
_ORDER: tuple[type, ...] = (Check, Delete, Put, Update)


def put_new(record: Record, on_fail: Exception | None = None) -> Put:
    """A put that fails when the item exists."""
    return Put(record, is_new(type(record)), on_fail)


class TooLarge(Invalid):
    """What is to be stored does not fit: an item of more than 400 KB, or a transaction of more than 4 MB or 100 actions."""

    code, title = "too_large", "Too large to be stored"


class ConditionsFailed(Exception):
    """Which writes of a cancelled transaction failed their condition; `transact` raises the first one's own error from it."""

    def __init__(self, failed: list[Write]) -> None:
        super().__init__(f"{len(failed)} conditions failed")
        self.failed = failed


def parts_of(writes: Sequence[W]) -> Iterator[Sequence[W]]:
    """For writes that need not be made together: as many at a time as one transaction holds."""
    for start in range(0, len(writes), MAX_ACTIONS):
        yield writes[start : start + MAX_ACTIONS]


def transact(writes: Iterable[Write]) -> None:
    """Write all or nothing. Raises the `on_fail` of the first write (in the given order) whose condition does not hold; TooLarge (422)
    for what does not fit.

    What waits to be written along (`store.along`) is, too.

    Contention is retried with growing random pauses (about 3 s in all), then answered as Unavailable (503), which is safe to repeat.
    """
    given = list(writes)
    if not given:
        return
    if len(given) > MAX_ACTIONS:
        raise TooLarge(f"{len(given)} writes belong together here; at most {MAX_ACTIONS} can be made at once.")
    along = waiting()
    if along is not None and len(given) < MAX_ACTIONS and not all(isinstance(write, Check) for write in given):
        given.append(along.make(given))
    else:
        along = None
    for attempt in range(_ATTEMPTS):
        try:
            _write(given)
        except _Contended:
            pause(attempt)
        except ConditionsFailed as cancelled:
            first = min(cancelled.failed, key=given.index)
            raise (first.on_fail or Exists()) from cancelled
        else:
            if along is not None:
                along.written = True
            return
    raise Unavailable("Many callers change the same data at this moment.", code="contention")


class _Contended(Exception):
    pass


def _write(given: list[Write]) -> None:
    if len(given) == 1 and isinstance(given[0], Put | Update):
        _write_one(given[0])
        return
    ordered = sorted(given, key=lambda write: _ORDER.index(type(write)))
    checks, deletes, puts, updates = ([_parameters(write) for write in ordered if type(write) is kind] for kind in _ORDER)
    try:
        connection().transact_write_items(checks, deletes, puts, updates, return_consumed_capacity="NONE")
    except TransactWriteError as error:
        reasons = error.cancellation_reasons
        failed = [w for w, reason in zip(ordered, reasons, strict=False) if reason and reason.code == "ConditionalCheckFailed"]
        if failed:
            raise ConditionsFailed(failed) from error
        if _says_too_large(error) or any(r and r.code == "ValidationError" and _SIZE in (r.message or "") for r in reasons):
            raise TooLarge("This holds more than can be stored in one piece; make it smaller.") from error
        if error.cause_response_code in _CONTENTION_CALLS or any(r and r.code in _CONTENTION for r in reasons):
            raise _Contended from error
        raise


def _parameters(write: Write) -> dict[str, Any]:
    match write:
        case Check(model, pk, sk, condition):
            return {"TableName": model.Meta.table_name, "Key": _key(pk, sk), **expressions(model, condition)}
        case Delete(record, condition):
            model = type(record)
            return {"TableName": model.Meta.table_name, "Key": _key(record.pk, record.sk), **expressions(model, condition)}
        case Put(record, condition):
            model = type(record)
            return {"TableName": model.Meta.table_name, "Item": record.serialize(), **expressions(model, condition)}
        case Update(model, pk, sk, actions, condition):
            return {"TableName": model.Meta.table_name, "Key": _key(pk, sk), **expressions(model, condition, actions)}


def _key(pk: str, sk: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _write_one(write: Put | Update) -> None:
    operation, failure = ("PutItem", PutError) if isinstance(write, Put) else ("UpdateItem", UpdateError)
    try:
        connection().dispatch(operation, {**_parameters(write), "ReturnConsumedCapacity": "NONE"})
    except (BotoCoreError, ClientError) as cause:
        error = failure(f"Not written: {cause}", cause)
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise ConditionsFailed([write]) from error
        if error.cause_response_code in _CONTENTION_CALLS:
            raise _Contended from error
        if _says_too_large(error):
            raise TooLarge("This holds more than can be stored in one piece; make it smaller.") from error
        raise error from cause


def _says_too_large(error: PynamoDBException) -> bool:
    return error.cause_response_code == "ValidationException" and _SIZE in (error.cause_response_message or "").lower()
