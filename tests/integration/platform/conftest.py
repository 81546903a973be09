"""What every operation may need to be called."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest


@pytest.fixture(autouse=True)
def _lookups(_tables: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The queue of those who ask for a lost link."""
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="order-lookups")["QueueUrl"]
    monkeypatch.setenv("QUEUE_ORDER_LOOKUPS", url)
    yield
    sqs.delete_queue(QueueUrl=url)
