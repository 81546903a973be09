"""Short ways to tables and files: a year asks some hundred thousand times, and most of what a call costs here is botocore's.

What is asked and answered is the same; `proofs/shop/engine.py` takes it in as ever.
No fault stands between (`edge.py` does not hear of it).
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from proofs.shop.engine import Engine
from tests.support.quick_moto import direct

_MISSING: Any = {"Error": {"Code": "NoSuchKey", "Message": "The specified key does not exist."}}
_REGION = "us-east-1"


def go_there_at_once(engine: Engine, patch: pytest.MonkeyPatch) -> None:
    """After `opened`."""
    asked = BaseClient._make_api_call

    def through(client: Any, operation: str, arguments: Any) -> Any:
        service = client.meta.service_model.service_name
        if service == "dynamodb" and (method := direct._SERVED.get(f"DynamoDB_20120810.{operation}")):
            return _of_table(engine, client, operation, method, arguments)
        if service == "s3" and operation == "GetObject" and arguments["Key"] not in _bucket(arguments["Bucket"]).keys:
            raise ClientError(_MISSING, operation)
        return asked(client, operation, arguments)

    patch.setattr(BaseClient, "_make_api_call", through)


def _of_table(engine: Engine, client: Any, operation: str, method: str, arguments: Any) -> Any:
    request: Any = SimpleNamespace(
        headers={"X-Amz-Target": f"DynamoDB_20120810.{operation}"},
        method="POST",
        url=f"https://dynamodb.{_REGION}.amazonaws.com/",
        body=json.dumps(arguments, default=direct._plain),
    )
    status, _, body = engine._processed(request, lambda: direct._served(request, method, _REGION))
    answer = json.loads(body, object_hook=direct._with_bytes)
    if status < 300:
        return answer | {"ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0}}
    code = str(answer.pop("__type", "")).rpartition("#")[2]
    text = answer.pop("message", None) or answer.pop("Message", "")
    told = answer | {"Error": {"Code": code, "Message": text}, "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}}}
    raise client.exceptions.from_code(code)(told, operation)


def _bucket(name: str) -> Any:
    return get_backend("s3")[DEFAULT_ACCOUNT_ID]["aws"].buckets[name]
