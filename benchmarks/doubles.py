"""The sandbox's provider and courier in a process of their own, so that their CPU is not counted as the shop's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def served_beside() -> Iterator[str]:
    """Yields the base URL of both."""
    beside = subprocess.Popen([sys.executable, "-m", "benchmarks.doubles"], stdout=subprocess.PIPE, text=True)
    assert beside.stdout is not None
    try:
        yield beside.stdout.readline().strip()
    finally:
        beside.terminate()
        beside.wait(10)


def main() -> None:
    from tests.integration.payments.sandbox_double import Provider

    provider, waybills = Provider(), dict[str, str]()

    class Calls(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
            if self.path.startswith("/charges"):
                status, content = provider.answer(self.command, self.path, body)
            else:
                number = waybills.setdefault(body["request_id"], f"SBX{len(waybills) + 1:05d}")
                status, content = 201, {"waybill": number, "label_url": f"http://labels.test/{number}"}
            text = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _answer  # noqa: N815 — the names http.server asks for

        def log_message(self, *_: object) -> None:
            """Lines of a server are not what is printed here."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Calls)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
