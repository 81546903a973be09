"""Workers of functions on a laptop are forks: each with its own environment, folder and pipes, and gone when it is told to go."""

from __future__ import annotations

import array
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.compose import ROOT
from infra.local.patches import forked_workers, nursery
from infra.local.patches.forked_workers import Workers

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="without pidfds MiniStack starts its workers as ever")
SCRIPT = """
import json, os, sys
import functions.early
for line in sys.stdin:
    if line == "fail\\n":
        raise ValueError("as asked")
    told = [os.getcwd(), os.environ.get("NAME"), os.environ.get("TABLE_OWN"), functions.early.TABLE, functions.early.PID]
    sys.stdout.write(json.dumps(told) + "\\n")
    sys.stdout.flush()
    sys.stderr.write(line)
"""


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    (folder / "functions").mkdir(parents=True)
    (folder / "functions/early.py").write_text("import os\nTABLE = os.environ.get('TABLE_OWN')\nPID = os.getpid()\n")
    (folder / "functions/without_its_layer.py").write_text("import nowhere_to_be_found\n")
    (tmp_path / "_worker.py").write_text(SCRIPT)
    return folder


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.end()


@pytest.fixture
def begin(workers: Workers, code: Path) -> Iterator[Callable[..., Any]]:
    begun = []

    def begin(**environment: str) -> Any:
        told = {"PATH": os.environ["PATH"], "TABLE_OWN": "shop-local-own"} | environment
        begun.append(workers([sys.executable, str(code.parent / "_worker.py")], cwd=str(code), env=told, stdin=subprocess.PIPE))
        return begun[-1]

    yield begin
    for one in begun:
        one.kill()
        one.wait(10)
        for pipe in (one.stdin, one.stdout, one.stderr):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def _asked(worker: Any) -> list[Any]:
    worker.stdin.write("hello\n")
    worker.stdin.flush()
    found: list[Any] = json.loads(worker.stdout.readline())
    return found


def test_each_has_its_own_and_one_reading_of_the_code(begin: Callable[..., Any], code: Path) -> None:
    first, second = begin(NAME="first"), begin(NAME="second")
    one, other = _asked(first), _asked(second)
    assert (one[:4], other[:4]) == (
        [str(code), "first", "shop-local-own", "shop-local-own"],
        [str(code), "second", "shop-local-own", "shop-local-own"],
    )
    assert one[4] == other[4] != first.pid
    assert first.stderr.readline() == "hello\n"
    assert first.poll() is None


def test_tables_of_another_name_are_another_reading(begin: Callable[..., Any]) -> None:
    assert _asked(begin(TABLE_OWN="restored"))[3] == "restored"
    assert _asked(begin())[3] == "shop-local-own"


def test_it_ends_when_told_or_when_nobody_speaks_to_it_any_more(begin: Callable[..., Any]) -> None:
    told, left, failed = (begin() for _ in range(3))
    with pytest.raises(subprocess.TimeoutExpired):
        told.wait(0.05)
    told.terminate()
    left.stdin.close()
    failed.stdin.write("fail\n")
    assert [one.wait(10) for one in (told, left, failed)] == [0, 0, 0]
    assert "ValueError: as asked" in failed.stderr.read()
    told.terminate()
    told.kill()
    assert told.poll() == 0


def test_a_nursery_that_died_is_made_anew(workers: Workers, begin: Callable[..., Any]) -> None:
    one = begin()
    before = _asked(one)[4]
    workers.end()
    again = begin()
    assert _asked(again)[4] != before
    assert _asked(one)[4] == before


def test_a_nursery_that_is_silent_is_ended_and_another_one_forks(
    workers: Workers, begin: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Queues of the local shop stood still behind one."""
    monkeypatch.setattr(forked_workers, "PATIENCE", 2)
    nursery = _asked(begin())[4]
    os.kill(nursery, signal.SIGSTOP)
    assert _asked(begin())[4] not in (nursery, os.getpid())
    with pytest.raises(ProcessLookupError):
        os.kill(nursery, 0)


def test_another_language_is_started_as_ever(workers: Workers, code: Path) -> None:
    done = workers(["/bin/echo", "as ever"], cwd=str(code), env={}, stdout=subprocess.PIPE, text=True)
    assert done.communicate()[0] == "as ever\n"


def test_when_imported_the_shop_asks_the_environment_for_names_of_tables_alone() -> None:
    """Takes some seconds: an interpreter of its own imports all of it."""
    code = (
        "import importlib, os, pathlib, sys\n"
        "asked = set()\n"
        "class Watched(type(os.environ)):\n"
        "    def __getitem__(self, name):\n"
        "        frame = sys._getframe(1)\n"
        "        while frame.f_code.co_filename.startswith('<frozen'): frame = frame.f_back\n"
        "        if '/functions/' in frame.f_code.co_filename: asked.add(name)\n"
        "        return super().__getitem__(name)\n"
        "os.environ.__class__ = Watched\n"
        "for file in sorted(pathlib.Path('functions').rglob('*.py')):\n"
        "    importlib.import_module('.'.join(file.with_suffix('').parts).removesuffix('.__init__'))\n"
        "from functions.shared.plain.settings import settings\n"
        "assert not settings.cache_info().currsize\n"
        "assert len(os.listdir('/proc/self/task')) == 1, 'a thread'\n"
        "print(*sorted(asked))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-800:]
    asked = done.stdout.split()
    assert "TABLE_ORDERS" in asked
    assert [name for name in asked if not name.startswith("TABLE_")] == []


def test_a_nursery_whose_master_was_killed_in_the_middle_of_an_order_ends() -> None:
    ours, theirs = socket.socketpair()
    pipe = os.pipe()
    with ours:
        ours.sendmsg([(100).to_bytes(4, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [*pipe, pipe[0]]))])
        ours.sendall(b'{"script": ')
    with theirs:
        assert nursery.received(theirs) is None
    for one in pipe:
        os.close(one)
