"""Where the files of an import lie in the data bucket. What came and what was made of it names people: both go when the job is done, and
after some days in any case."""

from __future__ import annotations

IMPORT = "moving.import"


def uploaded(job_id: str) -> str:
    """As it came. Its own prefix: whatever arrives there starts the import."""
    return f"{UPLOADS}{job_id}"


def inline(job_id: str) -> str:
    """As it came in the body of a call."""
    return f"moving/imports/{job_id}/source"


def prepared(job_id: str) -> str:
    """One group of rows per line, as JSON."""
    return f"moving/imports/{job_id}/groups.ndjson"


def slices(job_id: str) -> str:
    """Where each slice of the groups begins and, last, where they end: byte positions."""
    return f"moving/imports/{job_id}/slices.json"


def report(job_id: str) -> str:
    """Names nobody."""
    return f"jobs/moving/{job_id}/report.csv"


UPLOADS = "moving/uploads/"
