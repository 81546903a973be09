"""A product file goes into the shop the way every merchant's does: through its imports. Which rows mean what, only the shop decides."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from infra.cli.catalogue import BadRow
from infra.cli.shop_client import ShopClient
from infra.local.trouble import Trouble

MAX_INLINE = 5 * 1024 * 1024
_IMPORTS = "/v1/admin/imports"
_PAUSE = 0.5
_TYPES = {"csv": "text/csv", "ndjson": "application/x-ndjson"}


@dataclass(frozen=True)
class FileOutcome:
    """`counts` are rows by what became of them; `told` are the rows of which there is something to say."""

    counts: Mapping[str, int]
    told: list[BadRow]


def import_file(
    shop: ShopClient,
    data: bytes,
    options: Mapping[str, Any],
    *,
    file_format: str,
    tick: Callable[[int, int], None],
    wait: Callable[[float], None] = time.sleep,
) -> FileOutcome:
    """Start the import and follow it to its end. `options` are those of `POST /v1/admin/imports`. Raises Trouble."""
    job = _started(shop, data, options, file_format)
    while job["state"] in ("queued", "running"):
        tick(job["progress"]["done"], job["progress"]["total"] or 1)
        wait(_PAUSE)
        job = shop.need("GET", f"/v1/admin/jobs/{job['id']}")
    if job["state"] != "succeeded":
        error = job["error"] or {"code": job["state"], "detail": "The import was stopped."}
        raise Trouble(f"{error['code']}: {error['detail']}")
    counts = {name: job["progress"][name] for name in ("created", "updated", "unchanged", "failed")}
    return FileOutcome(counts, [row for row in _rows(shop, job["id"]) if row.reason])


def _started(shop: ShopClient, data: bytes, options: Mapping[str, Any], file_format: str) -> dict[str, Any]:
    if len(data) <= MAX_INLINE:
        headers = {"Content-Type": _TYPES[file_format]}
        started: dict[str, Any] = shop.need("POST", f"{_IMPORTS}?{urlencode(options)}", data, headers)
        return started
    wanted = {**options, "format": file_format, "size": len(data)}
    # In a body these are JSON, in a query text.
    wanted |= {"dry_run": "dry_run" in options, "mapping": json.loads(options.get("mapping", "{}"))}
    offered = shop.need("POST", _IMPORTS, wanted)
    shop.upload(offered["upload"], data)
    begun: dict[str, Any] = shop.need("POST", f"{_IMPORTS}/{offered['id']}/start")
    return begun


def _rows(shop: ShopClient, job_id: str) -> Iterator[BadRow]:
    cursor = ""
    while True:
        page = shop.need("GET", f"/v1/admin/jobs/{job_id}/rows?limit=100{cursor}")
        for row in page["data"]:
            reasons = "; ".join(f"{error['code']}: {error['detail']}" for error in row["errors"])
            yield BadRow(row["status"], row["line"], reasons)
        if page["next_cursor"] is None:
            return
        cursor = f"&cursor={page['next_cursor']}"
