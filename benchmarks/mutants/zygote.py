"""Runs pytest once per mutant without paying for its imports each time: packages are loaded once, every run is a fork of that.

    python -m benchmarks.mutants.zygote SOCKET      and per run      python -S -E benchmarks/mutants/ask.py SOCKET TEST…

Of our own code nothing is loaded before the fork: a run reads the mutant that lies on the disk by then. The first run is that of the
unbroken code; what it compiles is kept on the disk, so that later runs compile nothing but the mutant.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import redirect_stdout
from pathlib import Path

# Loaded for their side effect: they are in memory when a run asks for them.
import boto3  # noqa: F401
import chalice  # noqa: F401
import hypothesis
import moto.dynamodb.models  # noqa: F401
import pydantic  # noqa: F401
import pynamodb.models  # noqa: F401
import pytest

SECONDS, _AT_LEAST, _TIMES = 60, 5, 10
"""Of CPU at most, and at least; and how many times as long as the unbroken code a mutant may take: one that loops for ever is caught by the
clock, one that is tried on a busy machine is not. One that waits has ten times `SECONDS`."""


def serve(path: str) -> None:
    # A mutant is caught by the first example that fails: none is made smaller, and the same ones are tried of every mutant.
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", phases=phases, derandomize=True, database=None, deadline=None)
    hypothesis.settings.load_profile("mutants")
    sys.dont_write_bytecode = False
    # What is loaded by now stays: each run would look through all of it for garbage, several times.
    gc.freeze()
    Path(path).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        print("ready", flush=True)
        seconds = float(SECONDS)
        while True:
            asking, _ = server.accept()
            with asking, asking.makefile("rw") as lines:
                status, took = _forked(json.loads(lines.readline()), seconds)
                lines.write("noticed\n" if noticed(status) else "not noticed\n")
                lines.flush()
            if not sys.dont_write_bytecode:
                sys.dont_write_bytecode, seconds = True, min(float(SECONDS), _AT_LEAST + _TIMES * took)


def noticed(status: int) -> bool:
    """Whether a test failed, or the clock ended a mutant that loops. What was ended by somebody else has told nothing."""
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) not in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
    return os.WEXITSTATUS(status) != 0


def _forked(arguments: list[str], seconds: float) -> tuple[int, float]:
    """How it ended, by the clock after so many seconds of CPU; and how many it took."""
    child = os.fork()
    if child:
        _, status, used = os.wait4(child, 0)
        return status, used.ru_utime + used.ru_stime
    # Pytest would answer an interrupt by an exit code of its own, as if a test had failed.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(10 * SECONDS)
    code = 0
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        # One after the other: what the next one needs is not even loaded when this one has noticed.
        for test in arguments:
            code = code or int(pytest.main(["-x", "-q", "--no-header", "--tb=no", test]))
    os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
