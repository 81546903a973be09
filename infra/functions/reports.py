"""Reports: they listen to orders and cannot change one."""

from __future__ import annotations

from infra.functions.grants import (
    check_days,
    delete_objects,
    list_objects,
    read,
    read_objects,
    remove,
    sign_days,
    write,
    write_objects,
)
from infra.functions.model import Function, Http, Queue, Schedule

LAKE = ("lake", "lake-days", "lake-subjects", "lake-rollups", "lake-spool", "lake-quarantine")

FUNCTIONS = (
    Function(
        name="reports",
        domain="reports",
        trigger=Http(("GET /v1/admin/reports/*",)),
        grants=(read("reports"), read_objects("sales-cells"), check_days()),
        memory=1024,
    ),
    Function(
        name="reports-desk",
        domain="reports",
        trigger=Http(
            (
                "POST /v1/admin/reports/spend",
                "POST /v1/admin/reports/forecast/events",
                "DELETE /v1/admin/reports/forecast/events/*",
                "POST /v1/admin/reports/findings/*",
            )
        ),
        grants=(read("reports"), write("reports"), remove("reports")),
    ),
    # A shop's whole night: 1,000 variants take it some ten seconds.
    Function(
        name="forecast-nightly",
        domain="reports",
        handler="forecast_nightly",
        trigger=Schedule("cron(40 18 * * ? *)"),
        grants=(read("reports"), write("reports"), remove("reports")),
        memory=1024,
        timeout=600,
        concurrency=1,
    ),
    Function(
        name="attribution-nightly",
        domain="reports",
        handler="attribution_nightly",
        trigger=Schedule("cron(50 18 * * ? *)"),
        grants=(read("reports"), write("reports"), remove("reports"), *(read_objects(prefix) for prefix in ("lake", "lake-days"))),
        memory=1024,
        timeout=600,
        concurrency=1,
    ),
    Function(
        name="detection-hourly",
        domain="reports",
        handler="detection_hourly",
        trigger=Schedule("cron(25 * * * ? *)"),
        grants=(read("reports"), write("reports"), read_objects("lake")),
        memory=1024,
        timeout=300,
        concurrency=1,
    ),
    Function(
        name="report-facts",
        domain="reports",
        handler="record_facts",
        trigger=Queue("report-facts", batch_size=100, window=30),
        grants=(read("reports"), write("reports"), remove("reports")),
        timeout=30,
    ),
    Function(
        name="reports-hourly",
        domain="reports",
        handler="rollup_hourly",
        trigger=Schedule("cron(5 * * * ? *)"),
        grants=(
            read("reports"),
            write("reports"),
            remove("reports"),
            read_objects("sales-cells"),
            write_objects("sales-cells"),
            delete_objects("sales-cells"),
            sign_days(),
        ),
        memory=1024,
        timeout=300,
        concurrency=1,
    ),
    # One object a batch and no table, but for the consents of who is signed in.
    Function(
        name="events",
        domain="reports",
        trigger=Http(("POST /v1/events",)),
        grants=(read("privacy"), write_objects("lake-spool")),
    ),
    Function(
        name="lake-events",
        domain="reports",
        handler="lake_events",
        trigger=Queue("lake-events", batch_size=100, concurrency=2, window=60),
        grants=(write("reports"), write_objects("lake-spool")),
        timeout=30,
    ),
    Function(
        name="lake-hourly",
        domain="reports",
        handler="lake_hourly",
        trigger=Schedule("cron(7 * * * ? *)"),
        grants=(
            read("reports"),
            write("reports"),
            *(list_objects(prefix) for prefix in ("lake-spool", "lake-subjects")),
            *(read_objects(prefix) for prefix in LAKE),
            *(write_objects(prefix) for prefix in LAKE),
            delete_objects("lake-spool"),
            delete_objects("lake-quarantine"),
        ),
        memory=1024,
        timeout=600,
        concurrency=1,
    ),
    Function(
        name="events-quality",
        domain="reports",
        trigger=Http(
            (
                "GET /v1/admin/reports/quarantine",
                "ANY /v1/admin/reports/quarantine/*",
                "GET /v1/admin/reports/data_quality",
                "ANY /v1/admin/reports/unit_costs/*",
            )
        ),
        grants=(read("reports"), write("reports"), read_objects("lake-quarantine"), write_objects("lake-spool")),
    ),
)
