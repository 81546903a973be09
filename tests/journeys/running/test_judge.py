"""spck-conformance, a judge of UCP that is not ours, at the shop as it is served, for both versions: no MUST is violated but what
is known."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.integration.agents.test_judge import JUDGE, KNOWN
from tests.journeys.running.test_machines import profile
from tests.journeys.shopper import PATIENCE, Shop

_OWN = frozenset({"host", "connection", "content-length", "accept-encoding"})


@contextmanager
def door(shop: Shop, version: str, agent: str) -> Iterator[str]:
    """The shop as the judge needs it: it judges the version that our profile leads with, and its own profile is on the net, which tests
    do not reach. Everything else goes through as it is."""
    base = list[bytes]()
    # What the shop calls itself, which is not the address that it is called by here.
    itself = shop.get("/.well-known/ucp")["ucp"]["services"]["dev.ucp.shopping"][0]["endpoint"].partition("/ucp/")[0].encode()

    class Through(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = f"/.well-known/ucp/{version}" if self.path == "/.well-known/ucp" else self.path
            given = {name: value.replace(JUDGE, agent) for name, value in self.headers.items() if name.lower() not in _OWN}
            told = shop.call(self.command, path, raw.replace(JUDGE.encode(), agent.encode()) or None, **given)
            body = told.content.replace(itself, base[0])
            self.send_response(told.status)
            for name, value in told.headers.items():
                if name not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 — the names http.server asks for

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Through)
    server.daemon_threads = True
    base.append(f"http://127.0.0.1:{server.server_port}".encode())
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield base[0].decode()
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("version", ["2026-04-08", "2026-08-25"])
def test_no_must_is_violated(shop: Shop, tmp_path: Path, version: str) -> None:
    """X47"""
    config = tmp_path / "config.json"
    sold, none_left = shop.a_variant(), shop.a_variant(stock=0)
    config.write_text(json.dumps({"product_id": sold["id"], "out_of_stock_id": none_left["id"], "currency": "CNY"}))
    with profile(shop.call("GET", f"/.well-known/ucp/{version}").content) as agent, door(shop, version, agent) as url:
        told = subprocess.run(
            [sys.executable, "-m", "spck_conformance.cli", "--server", url, "--config", str(config), "--json"],
            capture_output=True, text=True, timeout=180 * PATIENCE, check=False,
        )  # fmt: skip
    report = json.loads(told.stdout)
    counted = Counter(str(one["status"]) for one in report["checks"])
    print(version, json.dumps(counted, indent=1))  # noqa: T201 — what was judged, and what was not with its reason
    wrong = {one["id"]: one for one in report["checks"] if one["status"] == "deviation"}
    assert set(wrong) <= set(KNOWN), json.dumps([wrong[name] for name in set(wrong) - set(KNOWN)], indent=1)[:6000]
    assert report["checks_summary"]["clean"] >= {"2026-04-08": 40, "2026-08-25": 18}[version]
