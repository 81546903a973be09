"""Starts the workers of functions as forks of a process that has read libraries and code already.

MiniStack 1.5.33 starts an interpreter for each worker; a second of CPU goes into the same imports each time, and the first purchase starts
some sixty of them. Here one nursery per set of code and layers reads all of the code once (see `nursery`); a worker is its fork with the
environment, folder and pipes that MiniStack would have given it, and runs MiniStack's own worker script. What modules read of the
environment when they are imported, the names of tables, is the same for all functions of a shop.

Only where the system has pidfds (Linux 5.3); elsewhere MiniStack starts its workers as ever.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

NURSERY = Path(__file__).with_name("nursery.py")
PATIENCE = 180
"""Seconds that a nursery has for a worker, the reading of all code before its first one among them. One that is silent for longer is
ended, and another takes its place: nothing would ever come to an end behind it."""
TABLE = "TABLE_"
"""How variables begin that name tables."""


class Forked:
    """A forked worker, with what MiniStack uses of `subprocess.Popen`."""

    def __init__(self, pid: int, pipes: tuple[int, int, int]) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._handle: int | None = os.pidfd_open(pid)
        self._ending = threading.Lock()
        self.stdin = os.fdopen(pipes[0], "w", buffering=1, encoding="utf-8")
        self.stdout = os.fdopen(pipes[1], encoding="utf-8", buffering=1)
        self.stderr = os.fdopen(pipes[2], encoding="utf-8", buffering=1)

    def poll(self) -> int | None:
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        ended = self._ended_within(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired(f"worker {self.pid}", timeout or 0)
        return ended

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        with self._ending:
            if self._handle is not None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._handle, number)

    def _ended_within(self, seconds: float | None) -> int | None:
        """0 once it has ended: how is known to its nursery alone, and MiniStack asks only whether."""
        handle = self._handle
        if handle is not None:
            watched = select.poll()
            watched.register(handle, select.POLLIN)
            if not watched.poll(None if seconds is None else seconds * 1000):
                return None
            with self._ending:
                if self._handle is not None:
                    os.close(self._handle)
                self._handle, self.returncode = None, 0
        return self.returncode


class Nursery:
    """The process that forks; started with the code and layers of the first worker that asks for it."""

    def __init__(self, environment: dict[str, str], folder: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(NURSERY), str(theirs.fileno()), folder],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                cwd=folder,
            )
        ours.settimeout(PATIENCE)
        self._line = ours
        self._turn = threading.Lock()

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def fork(self, script: str, environment: dict[str, str], folder: str) -> Forked:
        """Raises OSError where the nursery is gone, or silent for too long."""
        (read_in, write_in), (read_out, write_out), (read_error, write_error) = os.pipe(), os.pipe(), os.pipe()
        theirs = [read_in, write_out, write_error]
        try:
            request = json.dumps({"script": script, "environment": environment, "folder": folder}).encode()
            with self._turn:
                self._line.sendmsg([len(request).to_bytes(4, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", theirs))])
                self._line.sendall(request)
                try:
                    answer = self._line.recv(4)
                except TimeoutError:
                    self._process.kill()
                    self._process.wait()
                    raise
            if len(answer) < 4:
                raise ConnectionResetError("the nursery of workers has ended")
            return Forked(int.from_bytes(answer, "big"), (write_in, read_out, read_error))
        except BaseException:
            for one in (write_in, read_out, read_error):
                os.close(one)
            raise
        finally:
            for one in theirs:
                os.close(one)


class Workers:
    """Stands where MiniStack finds `subprocess.Popen`."""

    def __init__(self) -> None:
        self._nurseries: dict[tuple[str, ...], Nursery] = {}
        self._turn = threading.Lock()

    def __call__(self, command: list[str], *, env: dict[str, str], cwd: str, **told: Any) -> Any:
        if command[0] != sys.executable:
            return subprocess.Popen(command, env=env, cwd=cwd, **told)
        for _ in range(2):
            try:
                return self._nursery(env, cwd).fork(command[1], env, cwd)
            except OSError:
                continue
        return subprocess.Popen(command, env=env, cwd=cwd, **told)

    def end(self) -> None:
        """Ends the nurseries; their workers go on."""
        with self._turn:
            while self._nurseries:
                self._nurseries.popitem()[1].end()

    def _nursery(self, environment: dict[str, str], folder: str) -> Nursery:
        layers = [os.path.realpath(one) for one in environment.get("_LAMBDA_LAYERS_DIRS", "").split(os.pathsep) if one]
        code = os.path.realpath(folder)
        tables = tables_told() | {name: told for name, told in environment.items() if name.startswith(TABLE)}
        key = (code, *layers, *(f"{name}={told}" for name, told in sorted(tables.items())))
        with self._turn:
            found = self._nurseries.get(key)
            if found is None or not found.alive:
                if found is not None:
                    found.end()
                settled = environment | tables | {"_LAMBDA_LAYERS_DIRS": os.pathsep.join(layers)}
                found = self._nurseries[key] = Nursery(settled, code)
            return found


def tables_told() -> dict[str, str]:
    """The names of tables that any function is told: records have theirs from the environment when they are imported."""
    told: dict[str, str] = {}
    for function in list(lambda_svc._functions._data.values()):
        variables = function["config"].get("Environment", {}).get("Variables", {})
        told |= {name: value for name, value in variables.items() if name.startswith(TABLE)}
    return told


def install() -> None:
    if hasattr(os, "pidfd_open"):
        lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": Workers()})
