"""Evidence as it is announced and offered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.aftersales.evidence.announce import LARGEST
from functions.aftersales.store.evidence_files import EvidenceFile
from functions.shared.http.validation import Schema, Text
from functions.shared.outside.objects import Form

EvidenceType = Literal[
    "image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/heic", "image/heif",
    "video/mp4", "video/webm", "video/quicktime", "application/pdf",
]  # fmt: skip


class EvidenceIn(Schema):
    filename: Annotated[Text, StringConstraints(max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")] = Field(examples=["broken-cup.jpg"])
    content_type: EvidenceType = Field(examples=["image/jpeg"])


class EvidenceForm(Schema):
    """POST the file to `url` as multipart/form-data: first all `fields`, then the file in a field called `file`."""

    url: str
    fields: dict[str, str]
    max_size: int


class EvidenceOffered(Schema):
    """Name `id` in `evidence` of a return of the same order, once the file was sent."""

    id: str
    filename: str
    content_type: str
    upload: EvidenceForm

    @classmethod
    def of(cls, file: EvidenceFile, form: Form) -> EvidenceOffered:
        upload = EvidenceForm(url=form.url, fields=form.fields, max_size=LARGEST)
        return cls(id=file.id, filename=file.filename, content_type=file.content_type, upload=upload)
