"""What the endpoints of templates take and answer."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from functions.notifications.model.template import LONGEST, Head, RenderFault, TemplateName, Version
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT

Part = Annotated[str, StringConstraints(max_length=max(LONGEST.values()))]
Parts = Annotated[dict[Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")], Part], Field(min_length=1, max_length=5)]
OrderId = Annotated[str, StringConstraints(pattern=r"^ord_[0-9A-HJKMNP-TV-Z]{26}$")]
Number = Annotated[int, Field(ge=0, le=999_999)]


class TemplateQuery(Schema):
    event: str | None = Field(None, max_length=100)
    channel: str | None = Field(None, max_length=20)
    language: str | None = Field(None, max_length=20)
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=500)


class TemplateIn(Schema):
    """A new version. Parts by channel: `email` has subject, text and html (what stands inside the layout), `sms` text, `push` title and
    body, `inbox` title and text, `wechat` body."""

    parts: Parts = Field(
        examples=[{"subject": "Order {{ number }} paid", "text": "Hello {{ name }}", "html": "<p>Hello {{ name }}</p>"}],
        description="In Jinja's language, without calls, sums, own variables and macros.",
    )
    publish: bool = Field(False, description="Send it from now on.")
    note: str = Field("", max_length=500, description="Why, for colleagues.")


class TemplatePublish(Schema):
    version: Number = Field(description="An older one rolls back; 0 is the built-in one.")


class TemplatePreviewIn(Schema):
    """One of: parts that are not kept yet, a version, or, with neither, what is sent now."""

    parts: Parts | None = None
    version: Number | None = None
    minimal: bool = Field(False, description="With everything missing that may be missing.")


class PreviewQuery(Schema):
    order: OrderId | None = Field(None, description="Of a real order (`orders.read`); what it does not tell is of the sample.")


class TemplateTestIn(Schema):
    MAY_BE_LEFT_OUT: ClassVar[bool] = True
    version: Number | None = Field(None, description="Without one, what is sent now.")


class TemplateFault(Schema):
    version: int
    problem: str
    at: str
    count: int


class TemplateRow(Schema):
    id: str = Field(examples=["order.paid.email.en"])
    event: str
    channel: str
    language: str
    built_in: bool = Field(description="There is a built-in version, 0.")
    published_version: int = Field(description="0: the built-in one; where there is none, the shop's language or English.")
    latest_version: int
    edited_at: str | None
    edited_by: str | None
    published_at: str | None


class TemplatePage(Schema):
    data: list[TemplateRow]
    next_cursor: str | None


class TemplateOut(TemplateRow):
    parts: dict[str, str] = Field(description="As sent now.")
    latest_parts: dict[str, str]
    variables: dict[str, Any] = Field(description="What may be used, with an example of each.")
    required: list[str]
    fault: TemplateFault | None = Field(description="Of the published version: it could not be used, and the built-in one was sent.")


class TemplateVersion(Schema):
    version: int
    parts: dict[str, str]
    made_at: str
    made_by: str
    note: str


class TemplateVersionPage(Schema):
    data: list[TemplateVersion]
    next_cursor: str | None


class VersionsQuery(Schema):
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=500)


class TemplatePreview(Schema):
    parts: dict[str, str]
    segments: int | None = Field(description="Of a text message.")
    cost_of_thousand: MoneyModel | None = Field(
        None, description="Of sending 1,000 such text messages, by the price of a segment in `message_rules`; null where nobody set one."
    )


class TemplateTestOut(Schema):
    channel: str
    recipient: str = Field(description="Masked.")


def row_view(name: TemplateName, head: Head | None, *, built_in: bool) -> TemplateRow:
    return TemplateRow(**_row(name, head, built_in=built_in))


def template_view(
    name: TemplateName, head: Head | None, *, source: dict[str, str], sent: dict[str, str], latest: dict[str, str],
    variables: dict[str, Any], required: list[str], fault: RenderFault | None,
) -> TemplateOut:  # fmt: skip
    told = TemplateFault(**vars(fault)) if fault else None
    row = _row(name, head, built_in=bool(source))
    return TemplateOut(**row, parts=sent, latest_parts=latest, variables=variables, required=required, fault=told)


def _row(name: TemplateName, head: Head | None, *, built_in: bool) -> dict[str, Any]:
    return {
        "id": name.id, "event": name.event, "channel": name.channel, "language": name.language, "built_in": built_in,
        "published_version": head.published if head else 0, "latest_version": head.latest if head else 0,
        "edited_at": head.edited_at if head else None, "edited_by": head.edited_by if head else None,
        "published_at": (head.published_at or None) if head else None,
    }  # fmt: skip


def version_view(version: Version) -> TemplateVersion:
    return TemplateVersion(version=version.number, parts=version.parts, made_at=version.made_at, made_by=version.made_by, note=version.note)
