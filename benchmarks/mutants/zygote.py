"""Runs pytest once per mutant without paying for its imports each time: packages are loaded once, every run is a fork of that.

    python -m benchmarks.mutants.zygote SOCKET      and per run      python -S -E benchmarks/mutants/ask.py SOCKET TEST…

Of our own code nothing is loaded before the fork: a run reads the mutant that lies on the disk by then.
"""

from __future__ import annotations

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
import hypothesis  # noqa: F401
import pydantic  # noqa: F401
import pynamodb.models  # noqa: F401
import pytest

SECONDS = 60
"""A mutant that loops for ever is caught by the clock."""


def serve(path: str) -> None:
    Path(path).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        print("ready", flush=True)
        while True:
            asking, _ = server.accept()
            with asking, asking.makefile("rw") as lines:
                lines.write(f"{_forked(json.loads(lines.readline()))}\n")
                lines.flush()


def _forked(arguments: list[str]) -> int:
    """The exit code of pytest; not 0 when it was killed by the clock."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    signal.alarm(SECONDS)
    sys.dont_write_bytecode = True
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        code = pytest.main(["-x", "-q", "--no-header", "--tb=no", *arguments])
    os._exit(int(code))


if __name__ == "__main__":
    serve(sys.argv[1])
