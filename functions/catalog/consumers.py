"""What follows the catalogue's own table, and what to do with a file that has arrived in the bucket: told twice, it is done once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.catalog.finding.index_products import index_changes
from functions.catalog.imports.start_import import start_import
from functions.catalog.media.media_uploads import finish_media
from functions.catalog.products.project_products import project_change
from functions.shared.events.batches import SqsRecord, each_change
from functions.shared.events.parts import Part, Parts
from functions.shared.outside.observability import logger
from functions.shared.plain.errors import Conflict, NotFound

IMPORTS, MEDIA = "uploads/imports/", "uploads/media/"


def project_products(event: Mapping[str, Any]) -> dict[str, Any]:
    """Variants and cards mirror their product and its brand."""
    return each_change(event, project_change, consumer="catalog-projector")


FOLLOWERS = Parts(
    Part(frozenset({"product", "brand"}), project_products),
    Part(frozenset({"card", "category", "tag", "field_definition"}), index_changes),
)
"""Of the stream of the catalogue table, and of the platform's for definitions of fields."""


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
