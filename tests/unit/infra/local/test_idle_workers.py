"""Workers that nobody calls for a minute end, also the last of a function; those at work and those just used stay."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace

import pytest
from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from infra.local.patches import bounded_memory

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="without pidfds workers stay")


def test_idle_ones_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def worker(idle: float, *, at_work: bool = False) -> SimpleNamespace:
        return SimpleNamespace(in_use=at_work, last_used=time.time() - idle, config={})

    old, busy, fresh, spare = worker(61), worker(500, at_work=True), worker(5), worker(90)
    ended: list[SimpleNamespace] = []
    monkeypatch.setattr(lambda_runtime, "_workers", {"a": [old], "b": [busy], "c": [spare, fresh]})
    monkeypatch.setattr(lambda_runtime, "kill_workers", ended.extend)
    monkeypatch.setattr(lambda_svc, "reap_idle_workers", lambda ttl=None: 2)
    bounded_memory.end_idle_workers()
    assert lambda_svc.reap_idle_workers() == 4
    assert lambda_runtime._workers == {"b": [busy], "c": [fresh]}
    assert ended == [old, spare]
