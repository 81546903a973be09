"""What to do with a file that has arrived in the bucket. Told by S3 through the bus; told twice, it is done once."""

from __future__ import annotations

import json

from functions.catalog.imports.start_import import start_import
from functions.catalog.media.media_uploads import finish_media
from functions.shared.events.batches import SqsRecord
from functions.shared.outside.observability import logger
from functions.shared.plain.errors import Conflict, NotFound

IMPORTS, MEDIA = "uploads/imports/", "uploads/media/"


def take_in_upload(record: SqsRecord) -> None:
    key: str = json.loads(record["body"])["detail"]["object"]["key"]
    try:
        if key.startswith(MEDIA):
            finish_media(key.removeprefix(MEDIA))
        elif key.startswith(IMPORTS):
            start_import(key.removeprefix(IMPORTS), remember=lambda _: [])
    except (NotFound, Conflict) as error:
        # Deleted or cancelled before its file came: nobody waits for it any more.
        logger().warning("upload without use", extra={"key": key, "code": error.code})
