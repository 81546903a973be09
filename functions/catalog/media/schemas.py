"""Media as staff sends and gets it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from functions.catalog.media.media_uploads import Notes
from functions.catalog.model.media import LIMITS, Animation, Media, MediaStatus, Rendition, media_url, upload_key
from functions.catalog.store.media_records import MediaRecord
from functions.shared.documents.document import Versioned
from functions.shared.http.input_types import PlainTexts
from functions.shared.http.uploads.upload_form import Filename, UploadForm
from functions.shared.http.validation import Metadata, Schema
from functions.shared.outside.objects import Form, download_url
from functions.shared.plain.bodies import load
from functions.shared.plain.pages import Page

_STAFF_LINK = timedelta(hours=1)


MediaType = Literal[
    "image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/heic", "image/heif",
    "video/mp4", "video/webm", "video/quicktime",
]  # fmt: skip


class MediaIn(Schema):
    filename: Filename = Field(examples=["board.jpg"])
    content_type: MediaType = Field(examples=["image/jpeg"])
    size: int = Field(ge=1, strict=True, description="Bytes.", examples=[350_000])
    alt: PlainTexts | None = Field(default=None, examples=[{"zh": "砧板", "en": "Cutting board"}])
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    def notes(self) -> Notes:
        return Notes(self.metadata, self.private_metadata)


class MediaSettingsModel(Versioned):
    animation: Animation = Field(description="What becomes of a picture that moves.", examples=["keep"])


class MediaSettingsView(MediaSettingsModel):
    version: int = Field(description="0 until it is set for the first time.")


class BytesQuery(Schema):
    format: Literal["webp", "avif"] | None = Field(default=None, description="Without it, AVIF where `Accept` names it, else WebP.")


class MediaSizeView(Schema):
    size: str = Field(description="Longest edge in pixels, or `original` for a video.", examples=["480"])
    url: str
    content_type: str
    bytes: int
    width: int
    height: int


class MediaView(Schema):
    id: str
    status: MediaStatus
    reason: str | None = Field(
        description="Why it was rejected: not_an_image, too_large_edges, too_many_pixels, broken_image, animated, animation_too_long, "
        "not_a_video, empty_file, file_too_large."
    )
    filename: str
    content_type: str
    alt: dict[str, str]
    url: str | None = Field(description="The largest size; put it (or the id as `media_id`) into a product's images.")
    sizes: list[MediaSizeView]
    original_url: str | None = Field(description="For staff: the file as it was sent; works for an hour.")
    created_at: str
    created_by: str
    version: int
    metadata: dict[str, str] = Field(default={})
    private_metadata: dict[str, str] = Field(default={})

    @classmethod
    def of(cls, media: Media, version: int) -> MediaView:
        ready = media.status is MediaStatus.READY
        fields = [name for name in MediaSizeView.model_fields if name != "url"]
        sizes = [MediaSizeView(url=_address(media.id, one), **{name: getattr(one, name) for name in fields}) for one in media.renditions]
        return cls(
            url=media_url(media.id, media.renditions[-1].size) if ready else None,
            sizes=sizes,
            original_url=download_url(upload_key(media.id), lasts=_STAFF_LINK, filename=media.filename) if ready else None,
            version=version,
            **{name: getattr(media, name) for name in _PLAIN},
        )


def _address(media_id: str, one: Rendition) -> str:
    """Of the one type that every browser takes, without naming it."""
    suffix = "?format=avif" if one.content_type == "image/avif" else ""
    return media_url(media_id, one.size) + suffix


_PLAIN = ("id", "status", "reason", "filename", "content_type", "alt", "created_at", "created_by", "metadata", "private_metadata")


class OwnMediaIn(Schema):
    filename: Filename = Field(examples=["board.jpg"])
    content_type: MediaType = Field(examples=["image/jpeg"])
    size: int = Field(ge=1, strict=True, description="Bytes.", examples=[350_000])
    metadata: Metadata = Field(default_factory=dict, description="Public.")


class OwnMediaView(Schema):
    """A buyer's own picture or video. Name its id in a review once it is `ready`."""

    id: str
    status: MediaStatus
    reason: str | None
    url: str | None
    created_at: str
    metadata: dict[str, str] = Field(default={})

    @classmethod
    def of(cls, media: Media) -> OwnMediaView:
        url = media_url(media.id, media.renditions[-1].size) if media.status is MediaStatus.READY else None
        kept = {name: getattr(media, name) for name in ("id", "status", "reason", "created_at", "metadata")}
        return cls(url=url, **kept)


class OwnMediaOffered(OwnMediaView):
    upload: UploadForm

    @classmethod
    def with_form(cls, media: Media, form: Form, max_size: int) -> OwnMediaOffered:
        return cls(upload=UploadForm(url=form.url, fields=form.fields, max_size=max_size), **dict(OwnMediaView.of(media)))


class MediaOffered(MediaView):
    upload: UploadForm

    @classmethod
    def with_form(cls, media: Media, form: Form) -> MediaOffered:
        upload = UploadForm(url=form.url, fields=form.fields, max_size=LIMITS[media.content_type])
        return cls(upload=upload, **dict(MediaView.of(media, 1)))


class MediaPage(Schema):
    data: list[MediaView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[MediaRecord]) -> MediaPage:
        views = [MediaView.of(load(Media, record.body), int(record.version)) for record in page.data]
        return cls(data=views, next_cursor=page.next_cursor)
