"""Images and videos as plain data, and the addresses under which shoppers get them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from functions.catalog.model.product import LocalizedText, Product
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings

WIDTHS = (160, 480, 1080, 2048)
"""Longest edge of the sizes made of an image, in pixels; a smaller image is never enlarged."""
SIZES = tuple(str(width) for width in WIDTHS)
ORIGINAL = "original"
"""The only size of a video. Of an image it is for staff alone: it may carry the place where it was taken."""
MEBIBYTE = 1024 * 1024
IMAGES = dict.fromkeys(("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/heic", "image/heif"), 20 * MEBIBYTE)
VIDEOS = {"video/mp4": 200 * MEBIBYTE, "video/webm": 200 * MEBIBYTE, "video/quicktime": 200 * MEBIBYTE}
LIMITS = IMAGES | VIDEOS


class Animation(StrEnum):
    """What becomes of a picture that moves: it stays one, is refused, or its first frame is taken."""

    KEEP = "keep"
    REFUSE = "refuse"
    FIRST_FRAME = "first_frame"


@dataclass(frozen=True)
class MediaSettings:
    animation: Animation = Animation.KEEP


class MediaStatus(StrEnum):
    AWAITING_UPLOAD = "awaiting_upload"
    READY = "ready"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Rendition:
    """One size of an image, or a video as it is; `width` and `height` are 0 where they are not known."""

    size: str
    key: str
    content_type: str
    bytes: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Media:
    id: str
    filename: str
    content_type: str
    created_at: str
    created_by: str
    alt: LocalizedText = field(default_factory=dict)
    status: MediaStatus = MediaStatus.AWAITING_UPLOAD
    reason: str | None = None
    renditions: tuple[Rendition, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)

    @property
    def is_video(self) -> bool:
        return self.content_type in VIDEOS

    def rendition(self, size: str, content_type: str | None = None) -> Rendition | None:
        """The size, in the wanted type where there is one. A video has one size only, and an image from before a size was
        introduced gives its largest."""
        of_size = [one for one in self.renditions if one.size == size]
        if not of_size and size in SIZES and self.renditions:
            largest = self.renditions[-1].size
            of_size = [one for one in self.renditions if one.size == largest]
        wanted = [one for one in of_size if one.content_type == content_type]
        return next(iter([*wanted, *of_size]), None)


def upload_key(media_id: str) -> str:
    """Where it is uploaded to and, if it is an image, kept."""
    return f"uploads/media/{media_id}"


def public_key(media_id: str, name: str) -> str:
    """Under this prefix everything may be seen by everybody: what a CDN serves."""
    return f"media/{media_id}/{name}"


def media_url(media_id: str, size: str = SIZES[-1]) -> str:
    """The lasting address of a size; it forwards to where the bytes are."""
    return f"{settings().public_base_url}/v1/media/{media_id}/{size}"


def media_id_of(url: str | None) -> str | None:
    """The media item that an address of this shop names, also one from when the shop was called otherwise."""
    found = re.fullmatch(r"(.+)/v1/media/(med_[0-9A-HJKMNP-TV-Z]{26})/[a-z0-9]+", url or "")
    return found[2] if found and found[1] in (settings().public_base_url, *settings().former_base_urls) else None


def sizes_of(url: str | None) -> dict[str, str]:
    """The address of every size, for the address of one; empty for pictures that are not ours."""
    media_id = media_id_of(url)
    if media_id is None or (url or "").endswith(f"/{ORIGINAL}"):
        return {}
    return {size: media_url(media_id, size) for size in SIZES}


def media_in(product: Product | None) -> set[str]:
    """The media items a product shows, in its images and those of its first 100 variants."""
    if product is None:
        return set()
    urls: Iterable[str | None] = [*(image.url for image in product.images), *(variant.image for variant in product.variants)]
    return {found for found in map(media_id_of, urls) if found}
