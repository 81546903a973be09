"""What the local AWS saves at its end is what is there when it starts again."""

from __future__ import annotations

import asyncio
from threading import Event, Thread
from typing import Any

import pytest
from ministack.core import persistence

from infra.local import ministack_process


def test_a_copy_of_before_never_replaces_what_is_saved_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """P01: a snapshot that was being written when the shop was stopped went on after the last save, and put a minute back."""
    kept, begun, on = dict[str, Any](), Event(), Event()

    def slow(service: str, data: Any) -> None:
        if data == "before":
            begun.set()
            on.wait(10)
        kept[service] = data

    monkeypatch.setattr(persistence, "save_state", slow)
    ministack_process.save_one_at_a_time()
    stopping = asyncio.Event()
    snapshot = Thread(target=ministack_process.write, args=({"tables": "before", "queues": "before"}, stopping))
    snapshot.start()
    begun.wait(10)
    stopping.set()
    end = Thread(target=lambda: [persistence.save_state(name, "at the end") for name in ("tables", "queues")])
    end.start()
    end.join(0.05)
    on.set()
    for thread in (snapshot, end):
        thread.join(10)
    assert kept == {"tables": "at the end", "queues": "at the end"}
