"""The search index of the real catalogue: the bucket on moto, its copies in a folder of the test, caches of one process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from functions.catalog.finding import count_searches, merchandised, search_names, searched_words
from functions.catalog.search import search_index
from tests.support.buckets import data_bucket


@pytest.fixture(autouse=True)
def _index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SEARCH_DIR", str(tmp_path))
    monkeypatch.setattr(count_searches, "_gatherer", count_searches.Gatherer())
    _forget()
    with data_bucket():
        yield
    _forget()


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The queue that takes what was searched for."""
    url = str(boto3.client("sqs").create_queue(QueueName="searches")["QueueUrl"])
    monkeypatch.setenv("QUEUE_SEARCHES", url)
    yield url
    boto3.client("sqs").delete_queue(QueueUrl=url)


def _forget() -> None:
    search_index.cache_clear()
    search_names.forget()
    merchandised.forget()
    searched_words.forget()
