"""How long an import of 10,000 rows takes, from the call to the last row, and again when nothing is new.

    python -m benchmarks.import_products [rows]

The worker runs in this process against a MiniStack of its own, whose tables are Python: the figures say that it works and how it
grows, not how fast it is on AWS. (moto copies all its tables for every transaction, so there the time grows with the square.)
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import urllib3

with socket.socket() as _probe:
    _probe.bind(("127.0.0.1", 0))
    PORT = _probe.getsockname()[1]
os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}
os.environ |= {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{PORT}", "NO_PROXY": "*"}
os.environ |= {"POWERTOOLS_SERVICE_NAME": "bench", "POWERTOOLS_METRICS_NAMESPACE": "Shop", "POWERTOOLS_LOG_LEVEL": "ERROR"}

import boto3

from functions.catalog import app as catalog
from functions.catalog.imports.schemas import ImportOptions
from functions.catalog.imports.start_import import import_now
from functions.platform import State, find_job
from functions.shared.events.contracts.jobs import JobQueued
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.plain.settings import settings
from tests.support.events import sqs_of_events
from tests.support.tables import create_tables

HEADER = "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src"
PER_PRODUCT = 2


def catalogue(rows: int) -> bytes:
    """Products of two variants, of fifty brands in twenty categories."""
    lines = [HEADER]
    for n in range(rows // PER_PRODUCT):
        first = f"p-{n},商品 {n},<p>第 {n} 件商品的说明</p>,品牌 {n % 50},类 {n % 20},新品"
        lines.append(f"{first},尺码,S,SKU-{n}-S,{n % 90},{n % 500 + 1}.00,https://img.example/{n}.jpg")
        lines.append(f"p-{n},,,,,,,M,SKU-{n}-M,{n % 70},{n % 500 + 2}.00,")
    return "\n".join(lines).encode()


def timed(name: str, data: bytes) -> None:
    started = time.perf_counter()
    job = find_job(import_now(data, "shopify_csv", ImportOptions(), actor=SYSTEM, remember=lambda _: []).id)
    calls = 0
    while job.state in (State.QUEUED, State.RUNNING):
        queued = {"job_id": job.id, "kind": job.kind, "step": job.step}
        envelope = Envelope("evt", JobQueued.TYPE, JobQueued.VERSION, "", job.id, SYSTEM, queued)
        answer = catalog.work_on_jobs(sqs_of_events([envelope]), None)
        assert answer == {"batchItemFailures": []}, answer
        job, calls = find_job(job.id), calls + 1
    seconds = time.perf_counter() - started
    assert job.progress.total is not None
    print(f"{name}: {job.state}, {job.progress}; {seconds:.1f} s, {job.progress.total / seconds:.0f} rows/s, {calls} calls", flush=True)


@contextmanager
def ministack() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"GATEWAY_PORT": str(PORT), "BIND_HOST": "127.0.0.1", "LOG_LEVEL": "ERROR", "TMPDIR": folder}
        env |= {"IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "DOCKER_HOST": "unix:///nonexistent/docker.sock"}
        server = subprocess.Popen([sys.executable, "-m", "ministack"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            pool = urllib3.PoolManager(retries=urllib3.Retry(40, backoff_factor=0.05, backoff_max=0.5))
            pool.request("GET", f"http://127.0.0.1:{PORT}/_ministack/ready")
            yield
        finally:
            server.terminate()
            server.wait(20)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    data = catalogue(rows)
    print(f"{rows} rows, {len(data) / 1e6:.1f} MB, on {os.cpu_count()} CPUs, MiniStack")
    with ministack():
        boto3.client("s3").create_bucket(Bucket=settings().bucket)
        create_tables()
        timed("first", data)
        timed("again", data)


if __name__ == "__main__":
    main()
