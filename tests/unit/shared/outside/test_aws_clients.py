"""Clients of one session: made once, also by several threads at once, and named once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.shared.outside import aws
from functions.shared.store.records import connection


@pytest.fixture
def _fresh() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)
    aws.forget()
    connection.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_threads_that_want_their_first_clients_at_once_get_one_of_each() -> None:
    """botocore's sessions do not bear two clients being made at the same time."""
    for _ in range(5):
        aws.forget()
        connection.cache_clear()
        made = connection()
        with ThreadPoolExecutor(7) as pool:
            others = [pool.submit(aws.client, name) for name in ("s3", "sqs", "s3", "sqs", "s3")]
            tables = [pool.submit(getattr, made, "client") for _ in range(2)]
        assert len({id(one.result()) for one in (*others, *tables)}) == 3


def test_clients_carry_one_ready_made_name_and_keep_their_retries() -> None:
    for client in (aws.client("sqs"), connection().client):
        config = client.meta.config
        assert config.user_agent.startswith("serverless-commerce Botocore/")
        assert (config.retries["mode"], config.retries["total_max_attempts"], config.connect_timeout) == ("standard", 4, 2)
