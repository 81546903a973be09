"""Makes the sizes of an image: turned the right way up, without metadata, as WebP. Pure, bytes in, bytes out.

Pillow is imported by the functions that make images only.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITY = 82


class NotUsable(Exception):
    """The bytes are no image we take; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Sized:
    edge: int
    data: bytes
    width: int
    height: int


def make_sizes(data: bytes, edges: tuple[int, ...]) -> Iterator[Sized]:
    """For each longest edge, largest first. Raises NotUsable: `not_an_image`, `too_many_pixels`, `broken_image`."""
    picture = _opened(data, max(edges))
    for edge in sorted(edges, reverse=True):
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=QUALITY, method=4)
        yield Sized(edge, out.getvalue(), picture.width, picture.height)


def _opened(data: bytes, edge: int) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            # The header alone says how large it would become: a small file can unfold to gigabytes.
            if found.width * found.height > MAX_PIXELS:
                raise NotUsable("too_many_pixels")
            found.draft("RGB", (edge * 2, edge * 2))
            upright = ImageOps.exif_transpose(found)
            has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            plain = upright.convert("RGBA" if has_alpha else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotUsable("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise NotUsable("not_an_image") from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        # What Pillow raises for truncated and damaged files is not narrower than this.
        raise NotUsable("broken_image") from error
    # A fresh picture of the same pixels carries no EXIF, no comments, no colour profile.
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare
