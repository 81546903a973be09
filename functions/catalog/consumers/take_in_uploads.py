"""Queue `uploads`, fed by the bucket: an uploaded image gets its sizes, an uploaded import starts. Told twice, it is done once."""

from __future__ import annotations

import json
from typing import Any

from functions.catalog.imports.start_import import start_import
from functions.catalog.media.media_uploads import finish_media
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.outside.observability import logger
from functions.shared.outside.time_left import in_time
from functions.shared.plain.errors import Conflict, NotFound

IMPORTS, MEDIA = "uploads/imports/", "uploads/media/"


def _take_in(record: SqsRecord) -> None:
    key: str = json.loads(record["body"])["detail"]["object"]["key"]
    try:
        if key.startswith(MEDIA):
            finish_media(key.removeprefix(MEDIA))
        elif key.startswith(IMPORTS):
            start_import(key.removeprefix(IMPORTS), remember=lambda _: [])
    except (NotFound, Conflict) as error:
        # Deleted or cancelled before its file came: nobody waits for it any more.
        logger().warning("upload without use", extra={"key": key, "code": error.code})


@in_time
def take_in_uploads(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_record(event, _take_in, consumer="uploads")
