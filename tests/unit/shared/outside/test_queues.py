"""What a queue refuses is sent again, then told of, and keeps nothing else back."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.shared.outside.queues import Message, send_all
from functions.shared.plain.errors import Unavailable


class Sqs:
    """Takes messages; refuses those whose body is in `never`, and each of `once` the first time."""

    def __init__(self, never: set[str] | None = None, once: set[str] | None = None, broken: int = 0) -> None:
        self.never, self.once, self.broken = never or set(), once or set(), broken
        self.taken: list[tuple[str, int]] = []
        self.calls = 0

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.calls += 1
        assert len(Entries) <= 10
        if self.broken:
            self.broken -= 1
            raise ClientError({"Error": {"Code": "ServiceUnavailable"}}, "SendMessageBatch")
        failed = [one for one in Entries if one["MessageBody"] in self.never | self.once]
        self.once -= {one["MessageBody"] for one in failed}
        self.taken += [(one["MessageBody"], one["DelaySeconds"]) for one in Entries if one not in failed]
        return {"Failed": [{"Id": one["Id"], "Code": "InternalError", "SenderFault": False} for one in failed]}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr("functions.shared.outside.pauses.time.sleep", waited.append)
    return waited


def _with(monkeypatch: pytest.MonkeyPatch, sqs: Sqs) -> Sqs:
    monkeypatch.setattr("functions.shared.outside.aws.client", lambda _: sqs)
    return sqs


def test_what_was_refused_once_is_sent_again(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    """F-A27"""
    sqs = _with(monkeypatch, Sqs(once={"[3]", "[11]"}))
    assert send_all("q", (Message([n], delay=n) for n in range(12))) == 12  # type: ignore[arg-type]
    assert sorted(sqs.taken) == sorted((f"[{n}]", n) for n in range(12))
    assert (sqs.calls, len(waits)) == (4, 2)


def test_what_is_always_refused_keeps_no_other_back_and_is_told(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    """F-A27, F-A28"""
    sqs = _with(monkeypatch, Sqs(never={"[0]"}))
    with pytest.raises(Unavailable, match="refused 1 of 25"):
        send_all("q", (Message([n]) for n in range(25)))  # type: ignore[arg-type]
    assert len(sqs.taken) == 24
    assert 0 < len(waits) < 10


def test_a_request_that_fails_is_made_again(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    """F-A27"""
    sqs = _with(monkeypatch, Sqs(broken=2))
    assert send_all("q", [Message({"a": 1})]) == 1
    assert (sqs.calls, len(waits)) == (3, 2)


def test_nothing_to_send_is_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (send_all("q", []), _with(monkeypatch, Sqs()).calls) == (0, 0)
