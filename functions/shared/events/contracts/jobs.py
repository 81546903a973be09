"""Events of background jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class JobQueued:
    """A job has work waiting; `kind` starts with the domain that does it. `step` tells the worker whether this call is still meant."""

    TYPE: ClassVar[str] = "job.queued"
    VERSION: ClassVar[int] = 1
    job_id: str
    kind: str
    step: int
