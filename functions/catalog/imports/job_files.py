"""Where the files of an import or export lie in the data bucket. Everything under `jobs/` is forgotten after some days."""

from __future__ import annotations

IMPORT = "catalog.import"
EXPORT = "catalog.export"


def uploaded(job_id: str) -> str:
    """As it came. Its own prefix: whatever arrives there starts the import."""
    return f"uploads/imports/{job_id}"


def inline(job_id: str) -> str:
    """As it came in the body of a call."""
    return f"jobs/imports/{job_id}/source"


def prepared(job_id: str) -> str:
    """One group of rows per line, as JSON."""
    return f"jobs/imports/{job_id}/groups.ndjson"


def slices(job_id: str) -> str:
    """Where each slice of the groups begins and, last, where they end: byte positions."""
    return f"jobs/imports/{job_id}/slices.json"


def export_plan(job_id: str) -> str:
    return f"jobs/exports/{job_id}/plan.json"


def export_part(job_id: str, number: int) -> str:
    return f"jobs/exports/{job_id}/parts/{number:06d}"


def export_result(job_id: str, extension: str) -> str:
    return f"jobs/exports/{job_id}/products.{extension}"
