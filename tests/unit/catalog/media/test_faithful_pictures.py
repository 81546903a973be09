"""What an image shows is what its sizes show: depth, colours, movement (F-C6)."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from PIL import Image

from functions.catalog.media.media_sizes import NotUsable, Sized, make_sizes
from functions.catalog.media.moving_pictures import MAX_FRAMES
from functions.catalog.model.media import Animation


def webp(data: bytes, edge: int = 64, **how: Any) -> Image.Image:
    return Image.open(io.BytesIO(next(one.data for one in make_sizes(data, (edge,), **how) if one.content_type == "image/webp")))


def saved(image: Image.Image, file_format: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, file_format, **how)
    return out.getvalue()


def middle(image: Image.Image) -> tuple[int, ...]:
    found = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


@pytest.mark.parametrize(("grey", "seen"), [(0, 0), (32_768, 128), (65_535, 255), (257 * 51, 51)])
def test_sixteen_bit_grey_keeps_its_greys(grey: int, seen: int) -> None:
    """F-C6: it became white."""
    image = Image.new("I;16", (20, 20), grey)
    assert all(abs(value - seen) <= 2 for value in middle(webp(saved(image, "PNG"))))


def profile(*, swapped: bool) -> bytes:
    """An ICC profile (ICC.1:2001-04) with the primaries of sRGB, or with red and blue swapped."""
    red, green, blue = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
    if swapped:
        red, blue = blue, red

    def xyz(values: tuple[float, float, float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(2.2 * 256), 0)
    text = b"desc\0\0\0\0" + struct.pack(">I", 2) + b"x\0" + b"\0" * 78
    tags = {b"desc": text, b"wtpt": xyz((0.9642, 1.0, 0.8249)), b"rXYZ": xyz(red), b"gXYZ": xyz(green), b"bXYZ": xyz(blue)}
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve, b"cprt": b"text\0\0\0\0x\0\0\0"}
    start = 128 + 4 + 12 * len(tags)
    table, body = b"", b""
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + struct.pack(">3i", 63190, 65536, 54061) + b"\0" * 48
    return head + struct.pack(">I", len(tags)) + table + body


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP"])
def test_colours_are_those_that_the_profile_means(file_format: str) -> None:
    """F-C6: with red and blue swapped in the profile, what is stored as red is meant as blue."""
    image = Image.new("RGB", (40, 40), (250, 10, 10))
    red, _, blue = middle(webp(saved(image, file_format, icc_profile=profile(swapped=True))))
    assert blue > 200 > 100 > red
    red, _, blue = middle(webp(saved(image, file_format, icc_profile=profile(swapped=False))))
    assert red > 200 > 100 > blue


def test_transparency_stays_beside_a_profile_and_a_broken_profile_is_none() -> None:
    clear = Image.new("RGBA", (20, 20), (250, 10, 10, 100))
    shown = webp(saved(clear, "PNG", icc_profile=profile(swapped=True)))
    assert (shown.mode, shown.getchannel("A").getextrema()) == ("RGBA", (100, 100))
    assert middle(webp(saved(Image.new("RGB", (20, 20), (250, 10, 10)), "PNG", icc_profile=b"no profile")))[0] > 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "RGB", "RGBA"])
def test_every_mode_becomes_a_picture(mode: str) -> None:
    file_format = "JPEG" if mode == "CMYK" else "PNG"
    assert webp(saved(Image.new(mode, (20, 20), 0), file_format)).mode in ("RGB", "RGBA")


def film(file_format: str, frames: int = 5, size: int = 100) -> bytes:
    pictures = [Image.new("RGB", (size, size), (40 * n % 256, 0, 0)) for n in range(frames)]
    return saved(pictures[0], file_format, save_all=True, append_images=pictures[1:], duration=80, loop=0)


@pytest.mark.parametrize("file_format", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving(file_format: str) -> None:
    """F-C6"""
    with webp(film(file_format)) as shown:
        assert (getattr(shown, "n_frames", 1), shown.size) == (5, (64, 64))
        shown.seek(1)
        shown.load()
        assert shown.info["duration"] == 80


@pytest.mark.parametrize("file_format", ["GIF", "WEBP"])
def test_by_setting_movement_is_refused_or_its_first_frame_taken(file_format: str) -> None:
    """F-C6"""
    with pytest.raises(NotUsable) as refused:
        list(make_sizes(film(file_format), (64,), animation=Animation.REFUSE))
    assert refused.value.code == "animated"
    with webp(film(file_format), animation=Animation.FIRST_FRAME) as still:
        assert getattr(still, "n_frames", 1) == 1


def test_an_endless_film_is_refused_before_it_is_read() -> None:
    more = [Image.new("1", (8, 8), n % 2) for n in range(MAX_FRAMES + 1)]
    durations = [20 + n % 2 * 10 for n in range(MAX_FRAMES + 2)]
    with pytest.raises(NotUsable) as refused:
        list(make_sizes(saved(Image.new("1", (8, 8)), "GIF", save_all=True, append_images=more, duration=durations), (64,)))
    assert refused.value.code == "animation_too_long"


def test_the_largest_size_is_for_large_screens() -> None:
    sized: list[Sized] = list(make_sizes(saved(Image.new("RGB", (4000, 3000), "green"), "JPEG"), (480, 2048)))
    assert [(one.width, one.height) for one in sized if one.content_type == "image/webp"] == [(2048, 1536), (480, 360)]
