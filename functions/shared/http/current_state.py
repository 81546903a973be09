"""What a stale write is told besides the version: the resource as it is now, as the caller would read it.

It is read by the operation that reads the resource anyway, with the caller's own rights; who may not read it is told the version only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel
from pynamodb.exceptions import PynamoDBException

from functions.shared.http.operation import NoBody, Operation, Reply, Request
from functions.shared.http.validation import parse
from functions.shared.outside.observability import logger
from functions.shared.plain.errors import ShopError

_ABOUT_THE_WRITE = ("if-match", "if-none-match", "content-type", "idempotency-key")


def reader_of(operation: Operation, operations: Sequence[Operation]) -> Operation | None:
    """The GET of the resource that `operation` writes or stands under: the nearest one up its path whose answer has a version."""
    path = operation.path.split("/")

    def covers(one: Operation) -> bool:
        steps = one.path.split("/")
        versioned = one.method == "GET" and one.response is not None and "version" in one.response.model_fields
        return versioned and path[: len(steps)] == steps

    return max(filter(covers, operations), key=lambda one: len(one.path), default=None)


def current_state(operation: Operation, operations: Sequence[Operation], request: Request[Any, Any]) -> Any | None:
    """The representation, or None where it cannot be read."""
    reader = reader_of(operation, operations)
    if reader is None:
        return None
    headers = {name: value for name, value in request.headers.items() if name not in _ABOUT_THE_WRITE}
    try:
        request.caller.require(reader.permission)
        asked = replace(request, body=NoBody(), query=parse({}, reader.query), headers=headers, raw=b"", key=None)
        result = reader.handler(asked)
    except (ShopError, PynamoDBException, BotoCoreError, ClientError) as error:
        logger().debug("current state not told", extra={"reason": type(error).__name__})
        return None
    body = result.body if isinstance(result, Reply) else result
    return body.model_dump(mode="json", by_alias=True) if isinstance(body, BaseModel) else None
