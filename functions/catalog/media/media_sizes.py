"""Makes the sizes of an image: turned the right way up, in sRGB, without metadata, as WebP and AVIF. Pure, bytes in, bytes out.

Pillow is imported by the functions that make images only.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from functions.catalog.media.moving_pictures import frames_of, is_moving
from functions.catalog.media.srgb import eight_bits_srgb
from functions.catalog.model.media import Animation
from functions.shared.plain.deferred import dataclass

MAX_EDGE = 16_383
"""WebP's own limit. A strip one pixel wide and millions long would cost gigabytes although its pixels are few."""
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
WEBP_QUALITY, AVIF_QUALITY, AVIF_SPEED = 82, 62, 8

pillow_heif.register_heif_opener()


class NotUsable(Exception):
    """The bytes are no image we take; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Sized:
    edge: int
    content_type: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class _Picture:
    """One frame, or several that follow each other after so many milliseconds each; `loop` 0 is for ever."""

    frames: list[Image.Image]
    durations: list[int]
    loop: int = 0

    def within(self, edge: int) -> _Picture:
        for frame in self.frames:
            frame.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        return self

    @property
    def size(self) -> tuple[int, int]:
        return self.frames[0].size


def make_sizes(data: bytes, edges: Sequence[int], *, animation: Animation = Animation.KEEP) -> Iterator[Sized]:
    """For each longest edge, largest first: WebP, and of what does not move AVIF.

    Raises NotUsable: `not_an_image`, `too_large_edges`, `too_many_pixels`, `broken_image`, `animated`, `animation_too_long`.
    """
    picture = _opened(data, max(edges), animation)
    ordered = sorted(edges, reverse=True)
    made: dict[str, bytes] = {}
    for edge, wider in zip(ordered, [None, *ordered], strict=False):
        before = picture.size
        picture = picture.within(edge)
        if wider is None or picture.size != before:
            made = _encoded(picture)
        # A small image is its own size everywhere: there is nothing to encode again.
        for content_type, encoded in made.items():
            yield Sized(edge, content_type, encoded, *picture.size)


def _encoded(picture: _Picture) -> dict[str, bytes]:
    first, *rest = picture.frames
    webp = io.BytesIO()
    if rest:
        moving = {"save_all": True, "append_images": rest, "duration": picture.durations, "loop": picture.loop}
        first.save(webp, "WEBP", quality=WEBP_QUALITY, method=2, **moving)
        return {"image/webp": webp.getvalue()}
    first.save(webp, "WEBP", quality=WEBP_QUALITY, method=4)
    avif = io.BytesIO()
    first.save(avif, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED)
    return {"image/webp": webp.getvalue(), "image/avif": avif.getvalue()}


def _opened(data: bytes, edge: int, animation: Animation) -> _Picture:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            # The header alone says how large it would become: a small file can unfold to gigabytes.
            if max(found.size) > MAX_EDGE:
                raise NotUsable("too_large_edges")
            if found.width * found.height > MAX_PIXELS:
                raise NotUsable("too_many_pixels")
            if is_moving(found) and animation is not Animation.FIRST_FRAME:
                return _moving(found, edge, animation)
            if found.format == "JPEG":
                found.draft(None, (edge * 2, edge * 2))
            return _Picture([_bare(eight_bits_srgb(ImageOps.exif_transpose(found)))], [])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotUsable("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise NotUsable("not_an_image") from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        # What Pillow raises for truncated and damaged files is not narrower than this.
        raise NotUsable("broken_image") from error


def _moving(found: Image.Image, edge: int, animation: Animation) -> _Picture:
    if animation is Animation.REFUSE:
        raise NotUsable("animated")
    frames = frames_of(found, edge)
    if frames is None:
        raise NotUsable("animation_too_long")
    shown = [_bare(eight_bits_srgb(frame)) for frame, _ in frames]
    return _Picture(shown, [milliseconds for _, milliseconds in frames], int(found.info.get("loop", 0)))


def _bare(image: Image.Image) -> Image.Image:
    """A fresh picture of the same pixels carries no EXIF, no comments, no colour profile."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare
