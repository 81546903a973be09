"""Forks workers on demand; run by `forked_workers` as a script, so that it imports nothing of its own.

Arguments: the number of the socket to its master, and the folder of the functions' code.
"""

from __future__ import annotations

import array
import functools
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
from pathlib import Path
from typing import Any

CLIENTS = ("dynamodb", "sqs", "events", "s3", "kms", "secretsmanager")


def paths_as_a_worker_finds_them(code: str) -> list[str]:
    """As MiniStack's worker script sets them: the layers before the code before the packages of this Python."""
    found = [code]
    for layer in filter(None, os.environ.get("_LAMBDA_LAYERS_DIRS", "").split(os.pathsep)):
        found = [layer, os.path.join(layer, "python"), *found]
    return found


def read_ahead(code: str) -> None:
    """Imports every module of the code, and reads what clients of AWS are made from.

    No module of the shop starts a thread or makes a client when it is imported, or asks the environment for more than names of tables
    (tests/unit/infra/local/test_forked_workers.py).
    """
    for file in sorted(Path(code, "functions").rglob("*.py")):
        try:
            importlib.import_module(".".join(file.relative_to(code).with_suffix("").parts).removesuffix(".__init__"))
        except ImportError:  # it needs a layer that these workers do not have
            continue
    loaders, session = importlib.import_module("botocore.loaders"), importlib.import_module("botocore.session")
    read = functools.cache(loaders.JSONFileLoader().load_file)
    loaders.JSONFileLoader.load_file = lambda _, path: read(path)
    none = {"region_name": "us-east-1", "aws_access_key_id": "none", "aws_secret_access_key": "none"}
    for service in CLIENTS:
        session.Session().create_client(service, **none)


def received(line: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """The next order with its three ends of pipes; None when the master is gone."""
    handles = array.array("i")
    length, extra, _, _ = line.recvmsg(4, socket.CMSG_LEN(3 * handles.itemsize))
    if len(length) < 4:
        return None
    handles.frombytes(extra[0][2])
    body = b""
    while len(body) < int.from_bytes(length, "big"):
        more = line.recv(int.from_bytes(length, "big") - len(body))
        if not more:  # the master was killed in the middle of its order
            return None
        body += more
    return json.loads(body), list(handles)


def work(order: dict[str, Any], handles: list[int], paths: list[str]) -> None:
    """What the worker's own interpreter would have begun with."""
    for target, source in enumerate(handles):
        os.dup2(source, target)
        os.close(source)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.path[:] = [os.path.dirname(order["script"]), *paths]
    sys.argv = [order["script"]]
    runpy.run_path(order["script"], run_name="__main__")


def main() -> None:
    line = socket.socket(fileno=int(sys.argv[1]))
    paths = sys.path[1:]
    sys.path[:] = [*paths_as_a_worker_finds_them(sys.argv[2]), *paths]
    read_ahead(sys.argv[2])
    gc.collect()
    gc.freeze()  # what is here stays in pages that the workers share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a worker ended
    while (told := received(line)) is not None:
        order, handles = told
        pid = os.fork()
        if pid == 0:
            line.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            work(order, handles, paths)
            return
        for one in handles:
            os.close(one)
        line.sendall(pid.to_bytes(4, "big"))


if __name__ == "__main__":
    main()
