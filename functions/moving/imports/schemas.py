"""What staff sends to start an import of customers or orders."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.moving.model.group import Kind
from functions.platform import JobView
from functions.shared.http.uploads.upload_form import Filename, UploadForm
from functions.shared.http.validation import Schema
from functions.shared.plain.encodings import text_codec

MAX_FILE = 50 * 1024 * 1024
MAX_INLINE = 5 * 1024 * 1024


def _known_charset(name: str) -> str:
    codec = text_codec(name)
    if codec is None:
        raise ValueError("no such character set; utf-8, gb18030, big5, shift_jis and windows-1252 are some")
    return codec


class DataImportOptions(Schema):
    """Of a file that is sent in the body of the call."""

    kind: Kind
    source: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$")] = Field(
        default="shopify", description="Which shop the file is of: names of customers and orders are its own.", examples=["shopify"]
    )
    filename: Filename = Field(default="import", examples=["orders_export.csv"])
    dry_run: bool = Field(default=False, description="Tell row by row what would happen, and write nothing.")
    charset: Annotated[str, Field(max_length=40), AfterValidator(_known_charset)] | None = Field(
        default=None, description="Of the file; found out when left out.", examples=["gb18030"]
    )


class DataImportIn(DataImportOptions):
    """Of a file that will be uploaded."""

    size: int | None = Field(default=None, ge=0, strict=True, description="Bytes; refused at once when too many.", examples=[120_000])


class DataImportStarted(JobView):
    upload: UploadForm | None = Field(default=None, description="For a file to be uploaded; the import starts when it is there.")
