"""What staff send and get about disputes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.payments.disputes.answer_dispute import Upload, file_url
from functions.payments.store.dispute_store import KnownDispute
from functions.payments.store.repository import order_numbers
from functions.shared.http.validation import LongText, MoneyModel, Schema, Text

Field_ = Literal[
    "product_description", "customer_communication", "shipping_carrier", "shipping_tracking_number", "shipping_date",
    "shipping_documentation", "refund_policy", "refund_refusal_explanation", "duplicate_explanation", "uncategorized_text",
]  # fmt: skip
Evidence = dict[Field_, LongText]


class ListOfDisputes(Schema):
    state: Literal["open", "closed", "all"] = "open"
    limit: Annotated[int, Field(ge=1, le=100)] = 24
    cursor: str | None = None


class WriteEvidence(Schema):
    """What is given is added; an empty text takes a field back. `submit` hands everything over, once and for all."""

    evidence: Evidence = Field(default_factory=dict, examples=[{"shipping_carrier": "SF", "shipping_tracking_number": "SF1234567890"}])
    submit: bool = False


class WantFile(Schema):
    name: Annotated[Text, StringConstraints(max_length=120)] = Field(examples=["proof-of-delivery.pdf"])
    content_type: Literal["application/pdf", "image/png", "image/jpeg"]


class FileView(Schema):
    id: str
    name: str
    content_type: str
    url: str | None = Field(description="For fifteen minutes.")


class UploadView(Schema):
    """POST `fields`, then the file in a field called `file`, as multipart/form-data to `url`."""

    id: str
    url: str
    fields: dict[str, str]


class DisputeView(Schema):
    """status: open, submitted, won or lost. `delivered`: the provider took the evidence from us; else hand it in at its console."""

    id: str
    payment_id: str
    order_id: str
    order_number: str = ""
    provider: str
    provider_ref: str
    status: str
    amount: MoneyModel
    reason: str
    opened_at: str
    deadline: str
    evidence: dict[str, str]
    files: list[FileView]
    submitted_at: str | None
    delivered: bool
    version: int


class DisputeList(Schema):
    data: list[DisputeView]
    next_cursor: str | None = None


def dispute_views(known: Sequence[KnownDispute], *, with_urls: bool = False) -> list[DisputeView]:
    """What was opened before disputes kept the number of their order asks their payments: one BatchGetItem where there are such."""
    numbers = order_numbers(one.dispute.payment_id for one in known if not one.dispute.order_number)
    return [_view(one, one.dispute.order_number or numbers.get(one.dispute.payment_id, ""), with_urls) for one in known]


def dispute_view(known: KnownDispute, *, with_urls: bool = False) -> DisputeView:
    return dispute_views([known], with_urls=with_urls)[0]


def _view(known: KnownDispute, order_number: str, with_urls: bool) -> DisputeView:
    dispute = known.dispute
    return DisputeView(
        id=dispute.id,
        payment_id=dispute.payment_id,
        order_id=dispute.order_id,
        order_number=order_number,
        provider=dispute.provider,
        provider_ref=dispute.provider_ref,
        status=known.status.value,
        amount=MoneyModel.of(dispute.money),
        reason=dispute.reason,
        opened_at=dispute.opened_at,
        deadline=dispute.deadline,
        evidence=dispute.evidence,
        files=[
            FileView(id=one.id, name=one.name, content_type=one.content_type, url=file_url(dispute, one) if with_urls else None)
            for one in dispute.files
        ],
        submitted_at=dispute.submitted_at or None,
        delivered=dispute.delivered,
        version=known.version,
    )


def upload_view(upload: Upload) -> UploadView:
    return UploadView(id=upload.file.id, url=upload.form.url, fields=dict(upload.form.fields))
