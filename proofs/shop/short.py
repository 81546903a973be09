"""Short ways to tables and files: a year, or all who die, ask some million times, and most of what a call costs here is botocore's.

What is asked and answered is the same; `edge.py` hears of it and `engine.py` takes it in as ever.
"""

from __future__ import annotations

import json
from datetime import UTC
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3 import models as s3

from functions.shared.outside import clock
from proofs.shop.engine import Engine
from tests.support.quick_moto import direct

_MISSING: Any = {"Error": {"Code": "NoSuchKey", "Message": "The specified key does not exist."}}
_REGION = "us-east-1"
_PAGE = 1000


def go_there_at_once(engine: Engine, patch: pytest.MonkeyPatch) -> None:
    """Before the edge listens."""
    asked = BaseClient._make_api_call

    def through(client: Any, operation: str, arguments: Any) -> Any:
        service = client.meta.service_model.service_name
        if service == "dynamodb" and (method := direct._SERVED.get(f"DynamoDB_20120810.{operation}")):
            return _of_table(engine, client, operation, method, arguments)
        if service == "s3" and operation == "ListObjectsV2" and set(arguments) <= {"Bucket", "Prefix"}:
            return _listed(_bucket(arguments["Bucket"]).keys, arguments.get("Prefix", "")) or asked(client, operation, arguments)
        if service == "s3" and operation == "GetObject" and arguments["Key"] not in _bucket(arguments["Bucket"]).keys:
            raise ClientError(_MISSING, operation)
        return asked(client, operation, arguments)

    patch.setattr(BaseClient, "_make_api_call", through)
    # S3's clock goes with the shop's: what it was told a day ago is a day old.
    patch.setattr(s3, "utcnow", lambda: clock.now().replace(tzinfo=None))


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


def _listed(kept: Any, prefix: str) -> dict[str, Any] | None:
    """None: there are more than one page has."""
    found = [kept[name] for name in sorted(name for name in kept if name.startswith(prefix))]
    if len(found) > _PAGE:
        return None
    told = [{"Key": one.name, "LastModified": one.last_modified.replace(tzinfo=UTC), "ETag": one.etag, "Size": one.size} for one in found]
    wire = {"HTTPStatusCode": 200, "HTTPHeaders": {"date": format_datetime(clock.now(), usegmt=True)}, "RetryAttempts": 0}
    return {"Contents": told, "KeyCount": len(told), "IsTruncated": False, "ResponseMetadata": wire}


def _bucket(name: str) -> Any:
    return get_backend("s3")[DEFAULT_ACCOUNT_ID]["aws"].buckets[name]
