"""A shop that is started on another port reads the queues that it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ministack.services import sqs

from infra.local.patches import queue_addresses

NAME = "kept-on-another-port"


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A queue that was made at one port; now there is another."""
    monkeypatch.setattr(sqs, "_queue_url", sqs._queue_url)
    monkeypatch.setattr(sqs, "DEFAULT_PORT", "1111")
    url = sqs._act_create_queue({"QueueName": NAME}, "")["QueueUrl"]
    saved = sqs.get_state()
    sqs._act_delete_queue({"QueueUrl": url}, "")
    monkeypatch.setattr(sqs, "DEFAULT_PORT", "2222")
    sqs.load_persisted_state({"queues": saved["queues"]})
    yield url
    sqs._act_delete_queue({"QueueUrl": url}, "")


def test_a_queue_is_found_where_it_is_kept(moved: str) -> None:
    """P01: without it the readers of queues find none, and nothing that is told is ever done."""
    assert sqs._queues.get(sqs._queue_url(NAME)) is None
    queue_addresses.install()
    assert sqs._queues[sqs._queue_url(NAME)]["name"] == NAME
    sqs._act_send_message({"QueueUrl": moved, "MessageBody": "paid"}, "")
    [read] = sqs._receive_messages_for_esm(sqs._queue_url(NAME), 10)
    assert read["body"] == "paid"


def test_a_new_queue_has_the_address_of_today(moved: str) -> None:
    queue_addresses.install()
    assert ":2222/" in sqs._queue_url("another")
