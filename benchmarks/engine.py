"""Where a benchmark keeps its tables: a DynamoDB-compatible engine at AWS_ENDPOINT_URL_DYNAMODB, or moto in this process.

Dynoxide (npm package @dynoxide/linux-x64) is such an engine: `dynoxide --port 8001`, then `AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8001`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

import boto3

ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
for _name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
    os.environ.setdefault(_name, "test")
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
# Log lines are not what is measured, and there would be thousands of them.
os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "CRITICAL")


@contextmanager
def tables() -> Iterator[str]:
    """The shop's tables, empty; yields the engine's name."""
    from moto import mock_aws
    from moto.dynamodb.responses import DynamoHandler

    from tests.support.tables import create_tables

    if engine := os.environ.get(ENDPOINT):
        # Keys are made in this process, tables are not.
        with mock_aws(config={"core": {"passthrough": {"urls": [f"{engine}.*"]}}}), tables_at_endpoint():
            yield engine
        return

    handler: Any = DynamoHandler
    call = handler.call_action
    handler.call_action = _one_at_a_time(call)
    try:
        with mock_aws():
            create_tables()
            make_keys()
            yield "moto"
    finally:
        handler.call_action = call


@contextmanager
def tables_at_endpoint() -> Iterator[None]:
    """The shop's tables, empty, in the engine that the environment names."""
    from tests.support.tables import TABLES, create_tables

    client = boto3.client("dynamodb")
    for name in client.list_tables()["TableNames"]:
        if name in TABLES:
            client.delete_table(TableName=name)
    create_tables()
    make_keys()
    yield


def make_keys() -> None:
    """What seals personal data, and signs the audit log and closed days."""
    kms = boto3.client("kms")
    os.environ["PERSONS_KEY"] = kms.create_key()["KeyMetadata"]["Arn"]
    for name in ("AUDIT_KEY", "DAYS_KEY"):
        os.environ[name] = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"]


def _one_at_a_time(call: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """moto undoes a refused transaction by putting back the tables of before: parallel writes would be lost with it."""
    lock = RLock()

    def locked(handler: Any) -> Any:
        with lock:
            return call(handler)

    return locked
