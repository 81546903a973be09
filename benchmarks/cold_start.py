"""CPU of every function's cold start: a fresh interpreter that imports what it starts from, against one that makes a bare boto3 client.

python -m benchmarks.cold_start [--times 3] [function …]

A function is told what it serves as the template tells it. Both interpreters read bytecode that an earlier run has written.
For the payment webhook also up to its first answer: keys fetched, message verified, kept and queued; against a client and one call.
AWS is a server in this process that says yes to everything; its time does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from benchmarks.allowed import judged
from infra.compose import ROOT, discover_told
from infra.functions import FUNCTIONS
from infra.parts.functions import NO_PLUGINS

SECRET = "bench-secret"
ALLOWED = 1.3
"""Times a bare client."""
BARE = "import boto3; client = boto3.client('dynamodb')"
BARE_CALL = f"{BARE}; client.get_item(TableName='t', Key={{'pk': {{'S': 'a'}}}})"
FIRST_WEBHOOK = f"""
import json, time
from functions.payments.app import app
from functions.shared.plain import signatures
from tests.support.http import Client
charge = {{"id": "sbx_1", "reference": "ref1", "amount": 100, "currency": "CNY", "status": "succeeded"}}
body = json.dumps({{"id": "sbxevt_1", "type": "charge.succeeded", "created": int(time.time()), "data": charge}}).encode()
header = {{"X-Sandbox-Signature": signatures.sign("{SECRET}", int(time.time()), body)}}
answer = Client(app).call("POST", "/v1/webhooks/payments/sandbox", body, header)
assert answer.status == 200, answer.text
"""


class _Yes(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        secret = {"SecretString": json.dumps({"sandbox_payment": {"secret": SECRET}})}
        answer = json.dumps(secret if "GetSecretValue" in self.headers.get("X-Amz-Target", "") else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Lines of a server are not what is printed here."""


@contextmanager
def aws() -> Iterator[dict[str, str]]:
    """The environment of a function whose AWS is this process."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Yes)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        # An environment that forbids bytecode would make us measure the compiler.
        yield {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": url,
            "QUEUE_PAYMENT_WEBHOOKS": f"{url}/0/queue", "SECRET_PAYMENTS": "providers", "STAGE": "local",
            "PAYMENT_SANDBOX_URL": "http://127.0.0.1:1", "POWERTOOLS_LOG_LEVEL": "CRITICAL",
        }  # fmt: skip
    finally:
        server.shutdown()
        server.server_close()


def cpu_ms(code: str, env: dict[str, str], times: int) -> float:
    """Least CPU of a process that runs `code`, the interpreter's own start included: what others do on the machine only adds to it."""
    subprocess.run([sys.executable, "-c", code], env=env, check=True)
    took = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], env=env, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(took) * 1000


def starts() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Of each function its name, what it imports, and what it is told."""
    told = discover_told(FUNCTIONS, ROOT)
    for function in FUNCTIONS:
        yield function.name, f"from {function.module} import {function.handler}", told.get(function.name, {})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("functions", nargs="*", help="only these")
    given = parser.parse_args()
    with aws() as env, tempfile.TemporaryDirectory() as bytecode:
        env |= {"PYTHONPYCACHEPREFIX": bytecode, **NO_PLUGINS}
        bare, called = (cpu_ms(code, env, 2 * given.times) for code in (BARE, BARE_CALL))
        print(f"bare client {bare:.0f} ms, with one call {called:.0f} ms")
        found = list(starts())
        (webhook,) = (told for name, _, told in found if name == "payment-webhooks")
        first = cpu_ms(FIRST_WEBHOOK, env | webhook, given.times)
        print(f"payment webhook, first answer          {first:5.0f} ms  {first / called:.2f} × the bare client and a call")
        wanted = [start for start in found if not given.functions or start[0] in given.functions]
        values = [(name, cpu_ms(code, env | told, given.times) / bare, ALLOWED) for name, code, told in wanted]
        return judged(sorted(values, key=lambda value: -value[1]))


if __name__ == "__main__":
    sys.exit(main())
