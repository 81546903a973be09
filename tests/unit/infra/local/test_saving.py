"""What the local AWS saves at its end is what is there when it starts again."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from ministack.core import persistence

from infra.local import ministack, ministack_process
from infra.local.folder import LocalFolder, lock
from infra.local.trouble import Trouble


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


def test_who_starts_a_killed_shop_again_waits_until_its_data_are_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P01: its AWS closed its port, and then took long to save; a shop that began meanwhile read what had been saved a minute before."""
    folder, popen = LocalFolder(tmp_path), subprocess.Popen
    monkeypatch.setattr(ministack.MiniStack, "_wait_until_ready", lambda _: None)
    monkeypatch.setattr(subprocess, "Popen", lambda _command, **given: popen(["sleep", "60"], **given))
    held = lock(folder)
    aws = ministack.MiniStack(folder, 18_392, ministack.Keys("test", "test"), held)
    aws.start()
    held.close()  # as if the shop were killed
    with pytest.raises(Trouble, match="still saves"):
        lock(folder)
    aws.stop()
    lock(folder).close()
