"""`shop seed-history` on a busy machine: what counts a year waits longer for an answer than a function that somebody asked."""

from __future__ import annotations

import pytest

from functions.shared.outside import aws, last_calls
from functions.shared.store.records import connection
from infra.history.__main__ import main


def test_its_clients_wait_for_two_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set before anything is asked, even where nothing is asked at all."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(last_calls, "SILENCE", last_calls.SILENCE)
    monkeypatch.setattr("sys.argv", ["history"])
    with pytest.raises(SystemExit):
        main()
    aws.forget()
    connection.cache_clear()
    try:
        assert {aws.client("s3").meta.config.read_timeout, connection().client.meta.config.read_timeout} == {120}
    finally:
        aws.forget()
        connection.cache_clear()
