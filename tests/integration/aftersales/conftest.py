"""A shop whose payments work, and its bucket."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest

from tests.integration.aftersales.sold import Sold, sold_order
from tests.integration.payments.conftest import _sandbox, card, provider, shop
from tests.integration.payments.shop import Shop
from tests.support.buckets import data_bucket

__all__ = ["_sandbox", "card", "provider", "shop"]


@pytest.fixture
def sold(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sold]:
    """Three mugs for 59.00 each and two plates for 33.33 each, paid, sent and delivered."""
    queue = boto3.client("sqs").create_queue(QueueName="returns")["QueueUrl"]
    monkeypatch.setenv("QUEUE_RETURNS", queue)
    with data_bucket():
        yield sold_order(shop, queue, (5900, 3), (3333, 2))
