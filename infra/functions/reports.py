"""Reports: they listen to orders and cannot change one."""

from __future__ import annotations

from infra.functions.grants import (
    check_days,
    delete_objects,
    keep_versions,
    list_objects,
    look_up_key,
    read,
    read_objects,
    remove,
    sign_days,
    write,
    write_many,
    write_objects,
)
from infra.functions.model import UNHURRIED, Function, Http, Queue, Schedule
from infra.functions.rights.engines import ask_athena

LAKE = ("lake", "lake-days", "lake-ids", "lake-rollups", "lake-spool", "lake-quarantine")

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
    Function(
        name="report-exports",
        domain="reports",
        trigger=Http(("POST /v1/admin/report_exports", "GET /v1/admin/report_exports/*")),
        grants=(read("platform"), write("platform"), read_objects("jobs")),
    ),
    Function(
        name="report-jobs",
        domain="reports",
        handler="report_jobs",
        trigger=Queue("report-jobs", batch_size=1, concurrency=2),
        grants=(
            read("reports"),
            read("platform"),
            write("platform"),
            read_objects("sales-cells"),
            read_objects("jobs"),
            write_objects("jobs"),
        ),
        memory=1024,
        timeout=300,
    ),
    # A shop's whole night: 1,000 variants take it some ten seconds.
    Function(
        name="forecast-nightly",
        domain="reports",
        handler="forecast_nightly",
        trigger=Schedule("cron(40 18 * * ? *)"),
        grants=(read("reports"), write("reports"), write_many("reports"), remove("reports")),
        memory=1024,
        timeout=600,
        concurrency=1,
    ),
    Function(
        name="attribution-nightly",
        domain="reports",
        handler="attribution_nightly",
        trigger=Schedule("cron(50 18 * * ? *)"),
        grants=(
            read("reports"),
            write("reports"),
            write_many("reports"),
            *(read_objects(prefix) for prefix in ("lake", "lake-days", "sales-cells", "bi")),
            write_objects("bi"),
        ),
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
            write_many("reports"),
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
    # The figures are counted; what takes time is drawing them.
    Function(
        name="report-packs",
        domain="reports",
        trigger=Http(("GET /v1/admin/reports/pack", "GET /v1/admin/reports/pack.pdf")),
        grants=(read("reports"), read("catalog")),
        memory=1024,
        timeout=28,
    ),
    Function(
        name="report-mails-admin",
        domain="reports",
        trigger=Http(("ANY /v1/admin/report_mails",)),
        grants=(read("reports"), write("reports"), read("access"), keep_versions()),
    ),
    Function(
        name="report-mails",
        domain="reports",
        handler="report_mails",
        trigger=Schedule("cron(40 * * * ? *)"),
        grants=(read("reports"), write("reports"), read("catalog"), write_objects("report-packs")),
        memory=1024,
        timeout=300,
        concurrency=1,
    ),
    Function(
        name="experiments",
        domain="reports",
        trigger=Http(("POST /v1/experiments",)),
        # Who got what is filed by keyed hashes.
        grants=(read("reports"), write("reports"), read("privacy"), *look_up_key()),
    ),
    Function(
        name="experiments-admin",
        domain="reports",
        trigger=Http(("ANY /v1/admin/experiments", "ANY /v1/admin/experiments/*")),
        grants=(
            read("reports"),
            write("reports"),
            remove("reports"),
            *(read_objects(prefix) for prefix in ("lake", "lake-days")),
        ),
        memory=1024,
        timeout=28,
    ),
    # One object a batch; of tables the consents of who is signed in, and the board of today.
    Function(
        name="events",
        domain="reports",
        trigger=Http(("POST /v1/events",)),
        grants=(read("privacy"), write("reports"), write_objects("lake-spool")),
    ),
    Function(
        name="lake-events",
        domain="reports",
        handler="lake_events",
        trigger=Queue("lake-events", batch_size=100, concurrency=2, window=UNHURRIED),
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
            remove("reports"),
            *(list_objects(prefix) for prefix in ("lake-ids", "lake-spool", "lake-rollups")),
            *(read_objects(prefix) for prefix in LAKE),
            *(write_objects(prefix) for prefix in LAKE),
            delete_objects("lake-spool"),
            delete_objects("lake-quarantine"),
            *ask_athena(),
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
        grants=(read("reports"), write("reports"), read("catalog"), read_objects("lake-quarantine"), write_objects("lake-spool")),
    ),
)
