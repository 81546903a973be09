"""Face: where a job stands by its state, and by its kind and state."""

from __future__ import annotations

from functions.platform.store.job_records import jobs_in, jobs_of
from functions.shared.store.shards import place


def job_places(job_id: str, kind: str, state: str) -> dict[str, str]:
    """Attribute → value."""
    (listed_pk, listed_sk), (due_pk, due_at) = place(jobs_in(state), job_id), place(jobs_of(kind, state), job_id)
    return {"listed_pk": listed_pk, "listed_sk": listed_sk, "due_pk": due_pk, "due_at": due_at}
