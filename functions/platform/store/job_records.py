"""Jobs and their rows in the platform table. One job is one partition: the job, what became of every row, its events."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

JOB_SK = "JOB"
ROW = "ROW#"
JOBS_INDEX = "JOBS"


class JobRecord(Record):
    """pk `JOB#<id>`, sk `JOB`; gsi1 `JOBS` / id (newest last); listed `JOBS#<state>#<shard>`, due `JOBS#<kind>#<state>#<shard>` / id: both
    hold keys only, and change with the state (ADR 152). `body` is job.Job."""

    class Meta:
        table_name = table_name("platform")

    state = UnicodeAttribute()
    job_kind = UnicodeAttribute()


class RowRecord(Record):
    """pk `JOB#<id>`, sk `ROW#<first line>`; gsi2 `JOB#<id>#<status>` / first line. `body` is job.RowResult. Forgotten after 90 days."""

    class Meta:
        table_name = table_name("platform")


def job_pk(job_id: str) -> str:
    return f"JOB#{job_id}"


def row_sk(line: int) -> str:
    return f"{ROW}{line:08d}"


def rows_of(job_id: str, status: str) -> str:
    return f"JOB#{job_id}#{status}"


def jobs_in(state: str) -> str:
    return f"JOBS#{state}"


def jobs_of(kind: str, state: str) -> str:
    return f"JOBS#{kind}#{state}"
