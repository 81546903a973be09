"""A stand-in for the provider `sandbox` on loopback: its protocol in a page, with the faults the tests need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from functions.shared.outside import clock
from functions.shared.plain import signatures
from infra.simulators import lent

SECRET = "sandbox-test-secret"


@dataclass
class Provider:
    """`lost_answers`: so many calls are done but answered with 500. `refuse`: the status and code of every answer. `cards`: what is
    kept, by token, with the status that a charge by it gets (`then`). `refund_as`: what becomes of the next refund of a charge, by its
    reference: `lost` (done, but the answer is), or its status."""

    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    lost_answers: int = 0
    refuse: tuple[int, str] | None = None
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    lent: dict[str, dict[str, Any]] = field(default_factory=dict)
    refund_as: dict[str, str] = field(default_factory=dict)
    lock: Any = field(default_factory=Lock)

    def pay(self, reference: str, status: str = "succeeded", then: str = "succeeded", **card: str) -> None:
        charge = self.charges[reference]
        charge["status"] = "authorized" if charge.get("captures") is not None and status == "succeeded" else status
        if charge.get("save"):
            number = f"{card.get('last4', '4242')}"
            shown = {"brand": "visa", "last4": number, "expires": "2039-12", "fingerprint": f"fp{number}", **card}
            token = f"sbxtok_{reference}"
            charge["card"] = self.cards[token] = {**shown, "token": token, "then": then}

    def create(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        reference = body["reference"]
        card = self.cards.get(body["token"]) if "token" in body else None
        if (allowance := self.lent.get(body.get("token", ""))) is not None:
            if reference not in self.charges and (refused := lent.refusal(allowance, body, clock.now())):
                return 409, {"code": refused}
            allowance["used_by"], card = reference, {"then": allowance.get("then", "succeeded")}
        if "token" in body and card is None:
            return 409, {"code": "token_not_found"}
        fresh = {**body, "id": f"sbx_{reference}", "status": "pending", "made": len(self.charges) + 1}
        fresh |= {"status": card["then"]} if card else {}
        fresh |= {"captures": []} if body.get("capture") == "manual" else {}
        charge = self.charges.setdefault(reference, fresh)
        if (charge["amount"], charge["currency"]) != (body["amount"], body["currency"]):
            return 409, {"code": "reference_reused"}
        return 201, {**charge, "pay_url": f"http://pay/{reference}"}

    def forget(self, token: str) -> tuple[int, dict[str, Any]]:
        for charge in self.charges.values():
            if (charge.get("card") or {}).get("token") == token:
                del charge["card"]
        return (200, {}) if self.cards.pop(token, None) else (404, {"code": "not_found"})

    def close(self, reference: str) -> tuple[int, dict[str, Any]]:
        charge = self.charges.get(reference)
        if charge is None:
            return 404, {"code": "not_found"}
        if charge["status"] == "succeeded":
            return 409, {"code": "charge_succeeded"}
        if charge["status"] == "authorized" and charge["captures"]:
            # What was captured stays so; the rest is let go.
            charge |= {"status": "succeeded", "released": True}
        charge["status"] = "closed" if charge["status"] in ("pending", "authorized") else charge["status"]
        return 200, charge

    def capture(self, reference: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        charge = self.charges[reference]
        known = [one for one in charge["captures"] if one["capture_id"] == body["capture_id"]]
        if not known:
            left = charge["amount"] - self.taken(reference) - body["amount"]
            if charge["status"] != "authorized" or left < 0:
                return 409, {"code": "charge_not_authorized"}
            known = [{"id": f"sbxcap_{body['capture_id']}", **body}]
            charge |= {"captures": [*charge["captures"], *known], "status": "authorized" if left else "succeeded"}
        return 201, known[0]

    def taken(self, reference: str) -> int:
        """Of what the customer agreed to, what has moved."""
        charge = self.charges[reference]
        if charge.get("captures") is not None:
            return sum(one["amount"] for one in charge["captures"])
        return int(charge["amount"]) if charge["status"] == "succeeded" else 0

    def refund(self, reference: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        fate = self.refund_as.pop(reference, "succeeded")
        self.lost_answers += fate == "lost"
        status = "succeeded" if fate == "lost" else fate
        refund = {**body, "id": f"sbxref_{body['refund_id']}", "status": status, "reference": reference}
        return 201, self.refunds.setdefault(body["refund_id"], refund)

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        with self.lock:
            self.calls.append(f"{method} {path}")
            if self.refuse:
                return self.refuse[0], {"code": self.refuse[1]}
            status, content = self._route(method, path, body)
            if self.lost_answers:
                self.lost_answers -= 1
                return 500, {}
            return status, content

    def _route(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if (method, path) == ("POST", "/charges"):
            return self.create(body)
        if forgotten := re.fullmatch(r"/tokens/(\w+)/forget", path):
            return self.forget(forgotten[1])
        match = re.fullmatch(r"/charges/(\w+)(/close|/captures|/refunds)?", path)
        assert match is not None, path
        if match[2] == "/close":
            return self.close(match[1])
        if match[2] == "/captures":
            return self.capture(match[1], body)
        if match[2] == "/refunds":
            return self.refund(match[1], body)
        charge = self.charges.get(match[1])
        return (200, charge) if charge else (404, {"code": "not_found"})


@contextmanager
def served() -> Iterator[tuple[str, list[Provider]]]:
    """Yields the base URL and a list whose last element is the provider that answers."""
    current = [Provider()]

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            signatures.verify(self.headers["X-Sandbox-Signature"], raw, secrets=[SECRET], now=int(clock.now().timestamp()))
            status, content = current[-1].answer(self.command, self.path, json.loads(raw or b"{}"))
            text = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _serve  # noqa: N815 — the names http.server asks for

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", current
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
