"""Reports: they listen to orders and cannot change one."""

from __future__ import annotations

from infra.functions.grants import read, remove, write
from infra.functions.model import Function, Http, Queue, Schedule

FUNCTIONS = (
    Function(
        name="reports",
        domain="reports",
        trigger=Http(("GET /v1/admin/reports/*",)),
        grants=(read("reports"),),
    ),
    Function(
        name="report-facts",
        domain="reports",
        handler="record_facts",
        trigger=Queue("report-facts", batch_size=100, window=30),
        grants=(write("reports"),),
        timeout=30,
    ),
    Function(
        name="reports-hourly",
        domain="reports",
        handler="rollup_hourly",
        trigger=Schedule("cron(5 * * * ? *)"),
        grants=(read("reports"), write("reports"), remove("reports")),
        timeout=120,
        concurrency=1,
    ),
)
