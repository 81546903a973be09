"""Files of an export: a folder for each. They go after seven days, by the bucket's own rule for exports of this kind."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from functions.audit.model.chain import Signed
from functions.shared.outside.objects import download_url, get_object, put_object
from functions.shared.plain.bodies import as_json, parsed

LASTS = timedelta(days=7)
LINK = timedelta(minutes=1)
"""As long as a permission that was taken away may still count: a link cannot be taken back."""


def put_part(job_id: str, number: int, data: bytes) -> None:
    put_object(_named(job_id, f"parts/{number:05}"), data, "application/octet-stream")


def part(job_id: str, number: int) -> bytes:
    return get_object(_named(job_id, f"parts/{number:05}")) or b""


def put_heads(job_id: str, heads: list[Signed]) -> None:
    """As they are when it begins: the running day grows on."""
    put_object(_named(job_id, "heads.json"), json.dumps([as_json(one) for one in heads]).encode(), "application/json")


def heads_of(job_id: str) -> list[Signed] | None:
    found = get_object(_named(job_id, "heads.json"))
    return [parsed(Signed, one) for one in json.loads(found)] if found is not None else None


def put_zip(job_id: str, data: bytes, facts: dict[str, Any]) -> None:
    put_object(_named(job_id, "audit.zip"), data, "application/zip")
    put_object(_named(job_id, "facts.json"), json.dumps(facts).encode(), "application/json")


def facts_of(job_id: str) -> dict[str, Any] | None:
    """What is told of a file that is there."""
    found = get_object(_named(job_id, "facts.json"))
    return dict(json.loads(found)) if found is not None else None


def link_to(job_id: str, filename: str) -> str:
    return download_url(_named(job_id, "audit.zip"), lasts=LINK, filename=filename)


def _named(job_id: str, name: str) -> str:
    return f"personal-exports/audit/{job_id}/{name}"
