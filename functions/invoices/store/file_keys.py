"""Where the files of a document lie in the data bucket: under what they are, so that none is ever written over."""

from __future__ import annotations

from enum import StrEnum

from functions.invoices.model.document import Document


class Form(StrEnum):
    PDF = "pdf"
    XML = "xml"


def key_of(document: Document, form: Form, digest: str) -> str:
    return f"invoices/{document.id}/{digest}.{form.value}"
