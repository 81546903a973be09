"""Somebody outside, in a process of their own: takes messages over HTTP, and by chance refuses them, breaks off, or took them and says
nothing. `GET /heard` tells what they took, as it came: path, `webhook-id`, resource, sequence, and the event's place in it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import urlopen

FLAKY = "/flaky"
Heard = list[Any]


@contextmanager
def beside(failing: float, seed: int) -> Iterator[str]:
    """Yields the base URL."""
    process = subprocess.Popen([sys.executable, "-m", __name__, str(failing), str(seed)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


def heard(url: str) -> tuple[Heard, int]:
    """What was taken, and how many calls failed."""
    with urlopen(f"{url}/heard") as answer:
        found = json.loads(answer.read())
    return found["taken"], found["failed"]


def main() -> None:
    failing, chance = float(sys.argv[1]), random.Random(int(sys.argv[2]))
    taken: Heard = []
    failed = 0

    class Calls(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, json.dumps({"taken": taken, "failed": failed}).encode())

        def do_POST(self) -> None:
            nonlocal failed
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            one = [self.path, self.headers["webhook-id"], body["subject"], body["sequence"], body["data"]["n"]]
            if self.path != FLAKY or chance.random() >= failing:
                taken.append(one)
                self._say(200)
                return
            failed += 1
            how = chance.randrange(3)
            if how == 0:
                self._say(503)
            elif how == 1:
                # They have it, and nobody hears so.
                taken.append(one)

        def _say(self, status: int, content: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Lines of a server are not what is printed here."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Calls)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
