"""B03: which words are searched for, and which in vain."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.catalog.app import count_searches as receive
from functions.catalog.finding import count_searches, searched_words
from functions.catalog.finding.count_searches import send_counts
from functions.shared.outside import clock
from tests.integration.catalog.searching.support import page, rebuild
from tests.integration.catalog.support import published, shopper, staff
from tests.support.events import sqs


@pytest.fixture(autouse=True)
def _at_once(searches: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent before a test says so."""
    monkeypatch.setattr(count_searches._gatherer, "_sent_at", float("inf"))


def delivered(url: str) -> list[Any]:
    """Sends what was gathered and hands every message to the receiver; the bodies."""
    send_counts()
    messages = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    bodies = [json.loads(message["Body"]) for message in messages]
    assert receive(sqs(bodies), None) == {"batchItemFailures": []}
    searched_words.forget()
    return bodies


def trending(limit: int = 10) -> list[tuple[str, int]]:
    return [(row["q"], row["count"]) for row in page(f"/v1/search/trending?limit={limit}")["data"]]


def missed(query: str = "") -> Any:
    return staff("analyst").get(f"/v1/admin/searches{query}").json["data"]


def test_counts_equal_the_searches_and_a_repeated_message_counts_once(searches: str) -> None:
    published()
    rebuild()
    for word, times in (("board", 3), ("Board ", 2), ("beech", 1), ("zeppelin", 4)):
        for _ in range(times):
            page(f"/v1/products?q={word}&limit=1")
    page("/v1/products")
    bodies = delivered(searches)
    assert len(bodies) == 1
    receive(sqs([*bodies, *bodies]), None)
    searched_words.forget()
    assert trending() == [("board", 5), ("beech", 1)]
    assert trending(1) == [("board", 5)]
    assert missed() == [{"q": "zeppelin", "searches": 4, "without_results": 4}]
    assert [row["q"] for row in missed("?without_results=false&limit=2")] == ["board", "zeppelin"]


def test_further_pages_and_what_could_name_a_person_are_not_counted(searches: str) -> None:
    for number in range(3):
        published(slug=f"w{number}")
    rebuild()
    first = page("/v1/products?q=board&limit=1")
    page(f"/v1/products?q=board&limit=1&cursor={first['next_cursor']}")
    page("/v1/products?q=ada@example.com")
    page("/v1/products?q=13800138000")
    delivered(searches)
    assert (trending(), missed()) == ([("board", 1)], [])


def test_seven_days_count_and_no_more(searches: str) -> None:
    published()
    rebuild()
    now = clock.now()
    for back in (7, 6, 0):
        with clock.frozen(now - timedelta(days=back)):
            page("/v1/products?q=board")
            delivered(searches)
    assert trending() == [("board", 2)]
    assert missed("?days=30&without_results=false") == [{"q": "board", "searches": 3, "without_results": 0}]


def test_a_shopper_does_not_wait_for_a_queue_that_is_gone(searches: str, monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    rebuild()
    monkeypatch.setenv("QUEUE_SEARCHES", f"{searches}-gone")
    page("/v1/products?q=board")
    send_counts()
    monkeypatch.setenv("QUEUE_SEARCHES", searches)
    page("/v1/products?q=board")
    delivered(searches)
    assert trending() == [("board", 2)]


def test_the_report_is_for_staff() -> None:
    assert shopper().get("/v1/admin/searches").status == 401
    assert staff("warehouse").get("/v1/admin/searches").status == 403
