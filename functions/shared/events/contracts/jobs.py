"""Events of background jobs."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class JobQueued:
    """A job has work waiting; `kind` starts with the domain that does it. `step` tells the worker whether this call is still meant."""

    TYPE: ClassVar[str] = "job.queued"
    VERSION: ClassVar[int] = 1
    job_id: str
    kind: str
    step: int
