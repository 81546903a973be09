"""Queue `moving-uploads`, fed by the bucket: an uploaded file starts its import. Told twice, it starts once."""

from __future__ import annotations

import json
from typing import Any

from functions.moving.imports.start_import import start_import
from functions.moving.store.job_files import UPLOADS
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.outside.observability import logger
from functions.shared.outside.time_left import in_time
from functions.shared.plain.errors import Conflict, NotFound


def _take_in(record: SqsRecord) -> None:
    key: str = json.loads(record["body"])["detail"]["object"]["key"]
    try:
        start_import(key.removeprefix(UPLOADS), remember=lambda _: [])
    except (NotFound, Conflict) as error:
        # Cancelled before its file came: nobody waits for it any more.
        logger().warning("upload without use", extra={"key": key, "code": error.code})


@in_time
def take_in_files(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_record(event, _take_in, consumer="moving-uploads")
