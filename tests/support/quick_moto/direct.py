"""moto takes every call through the whole of HTTP: it makes a request of werkzeug, looks for its address among those of all services, reads
and writes by the service's model. That is half of what a call to a table costs. Here the calls that read and write items go to moto's own
handler of them at once; what they answer is the same (tests/integration/test_moto_direct.py). Nor are they signed, for nobody looks at that
here: signatures are compared in tests/unit/shared/outside, and on the shop of the journeys every function has its own rights."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from contextlib import AbstractContextManager
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.signers import RequestSigner
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.exceptions import ServiceException
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.responses import ActionResult
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

_Answer = tuple[int, dict[str, Any], str | bytes]
_SERVED = {
    f"DynamoDB_20120810.{operation}": re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
    for operation in (
        "GetItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query",
        "Scan",
        "BatchGetItem",
        "BatchWriteItem",
        "TransactGetItems",
        "TransactWriteItems",
    )
}
_HOST = re.compile(r"https://(?:\d{12}\.ddb|dynamodb)\.(?P<region>[a-z0-9-]+)\.amazonaws\.com/")
_process = BotocoreStubber.process_request
_sign = RequestSigner.handler


def go_to_the_tables_at_once(patch: pytest.MonkeyPatch, lock: AbstractContextManager[Any]) -> None:
    def processed(self: BotocoreStubber, request: AWSPreparedRequest) -> Any:
        target = request.headers.get("X-Amz-Target", "")
        method = _SERVED.get(target.decode() if isinstance(target, bytes) else target)
        host = _HOST.match(request.url) if method else None
        if not method or not host:
            return _process(self, request)
        with lock:
            return _served(request, method, host["region"])

    def signed(self: RequestSigner, operation_name: str = "", request: Any = None, **more: Any) -> None:
        if f"DynamoDB_20120810.{operation_name}" not in _SERVED or not _HOST.match(request.url):
            _sign(self, operation_name, request, **more)

    patch.setattr(BotocoreStubber, "process_request", processed)
    # For clients that are made from now on.
    patch.setattr(RequestSigner, "handler", signed)


def _served(request: AWSPreparedRequest, method: str, region: str) -> _Answer:
    handler = DynamoHandler()
    handler.current_account, handler.region = DEFAULT_ACCOUNT_ID, region
    handler.querystring, handler.headers, handler.response_headers = {}, request.headers, {}
    handler.params = handler.body = json.loads(request.body, object_hook=_with_bytes)
    try:
        result = getattr(handler, method)()
    except ServiceException as refused:
        status, headers, body = handler.serialized(ActionResult(refused))
        return int(status), headers, body
    except HTTPException as refused:
        return int(refused.code or 400), {}, str(refused.description)
    return 200, {}, json.dumps(result.result, default=_plain)


def _with_bytes(value: dict[str, Any]) -> dict[str, Any]:
    """Bytes are told as base64."""
    if len(value) == 1:
        if isinstance(one := value.get("B"), str):
            return {"B": b64decode(one)}
        if isinstance(some := value.get("BS"), list):
            return {"BS": [b64decode(each) for each in some]}
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, DynamoType):
        return value.to_json()
    raise TypeError(f"{type(value).__name__} is no part of an answer")
