"""Copies of the process (`fork`), and what they must not share with it: databases (their threads are not copied) and temporary folders."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NoReturn

import duckdb
import pytest

from functions.catalog.search import engine
from functions.reports.store import cells_base

_LEFT: list[Any] = []
"""Never closed: whoever closes a database waits for its threads, which a copy has not, and falls."""


class _Base:
    """A database that only the process closes which opened it."""

    def __init__(self, inner: duckdb.DuckDBPyConnection) -> None:
        self._inner, self._process = inner, os.getpid()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __enter__(self) -> _Base:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if os.getpid() == self._process:
            self._inner.close()
        else:
            _LEFT.append(self._inner)


@contextmanager
def forkable() -> Iterator[None]:
    """What is opened in here is left alone by copies that are made meanwhile."""
    opened = duckdb.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", lambda **how: _Base(opened(**how)))
        patch.setattr(tempfile, "mkdtemp", _noted(tempfile.mkdtemp))
        patch.setattr(shutil, "rmtree", _of_its_own(shutil.rmtree))
        yield


_makers: dict[str, int] = {}
"""Which process made a temporary folder."""


def _noted(make: Any) -> Any:
    def made(*given: Any, **named: Any) -> str:
        folder = str(make(*given, **named))
        _makers[folder] = os.getpid()
        return folder

    return made


def _of_its_own(remove: Any) -> Any:
    """Whoever dies in a copy leaves by the same doors, and must not take with it what its original still works on."""

    def removed(path: Any, *given: Any, **named: Any) -> None:
        if _makers.get(str(path), os.getpid()) == os.getpid():
            remove(path, *given, **named)

    return removed


def aside(work: Callable[[], Any]) -> Any:
    """What a copy answers that does this (as JSON has it); this process stays as it is."""
    with NamedTemporaryFile("r", suffix=".json") as told:
        if (pid := forked()) == 0:
            status = 1
            try:
                Path(told.name).write_text(json.dumps(work()))
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                leave(status)
        _, status = os.waitpid(pid, 0)
        if status:
            raise ChildProcessError(f"a copy ended with {status}")
        return json.loads(told.read())


def forked() -> int:
    """As `os.fork`. What is there already is never looked at by the collector again: else each copy copies all memory."""
    sys.stdout.flush()
    gc.freeze()
    if (pid := os.fork()) == 0:
        begin_apart()
    return pid


def begin_apart() -> None:
    """In the copy: what it keeps from now on lies elsewhere."""
    os.environ["SEARCH_DIR"] = tempfile.mkdtemp(prefix="apart-", dir=os.environ.get("SEARCH_DIR"))
    engine.search_index.cache_clear()
    if cells_base._base.cache_info().currsize:
        _LEFT.append(cells_base._base())
        cells_base._base.cache_clear()
        cells_base._numbers.clear()
        cells_base._months.clear()


def leave(status: int = 0) -> NoReturn:
    """Of a copy: without a trace."""
    shutil.rmtree(os.environ["SEARCH_DIR"], ignore_errors=True)
    os._exit(status)
