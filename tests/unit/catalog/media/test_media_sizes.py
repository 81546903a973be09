"""What becomes of the bytes of an image."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image

from functions.catalog.media.media_sizes import NotUsable, make_sizes
from functions.catalog.model.media import media_id_of, sizes_of
from functions.shared.plain.settings import settings

EDGES = (160, 480, 1080)
ORIENTATION, MAKE = 0x0112, 0x010F


def picture(width: int, height: int, file_format: str = "JPEG", *, mode: str = "RGB", orientation: int | None = None) -> bytes:
    image = Image.new(mode, (width, height), "red" if mode == "RGB" else 0)
    exif = Image.Exif()
    if orientation:
        exif[ORIENTATION], exif[MAKE] = orientation, "SECRETCAM"
    out = io.BytesIO()
    image.save(out, file_format, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF"])
def test_three_sizes_keep_the_proportions(file_format: str) -> None:
    """A12"""
    sized = list(make_sizes(picture(2000, 1000, file_format), EDGES))
    for kind in ("webp", "avif"):
        of_kind = [one for one in sized if one.content_type == f"image/{kind}"]
        assert [(one.edge, one.width, one.height) for one in of_kind] == [(1080, 1080, 540), (480, 480, 240), (160, 160, 80)]
        for one in of_kind:
            with Image.open(io.BytesIO(one.data)) as image:
                assert (image.format, image.size) == (kind.upper(), (one.width, one.height))


def test_small_images_are_not_enlarged() -> None:
    sized = [one for one in make_sizes(picture(200, 100), EDGES) if one.content_type == "image/webp"]
    assert [(one.width, one.height) for one in sized] == [(200, 100), (200, 100), (160, 80)]
    assert sized[0].data is sized[1].data, "and not encoded twice"


def test_an_image_is_turned_upright_and_loses_its_metadata() -> None:
    """A12"""
    data = picture(400, 200, orientation=6)
    assert b"SECRETCAM" in data
    largest = next(make_sizes(data, EDGES))
    assert (largest.width, largest.height) == (200, 400)
    assert b"SECRETCAM" not in largest.data
    with Image.open(io.BytesIO(largest.data)) as image:
        assert not image.getexif()


def test_transparency_stays() -> None:
    with Image.open(io.BytesIO(next(make_sizes(picture(20, 20, "PNG", mode="RGBA"), EDGES)).data)) as image:
        assert image.mode == "RGBA"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(d)) + name + d + struct.pack(">I", zlib.crc32(name + d)) for name, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><script>alert(1)</script></html>", "not_an_image"),
        (b"%PDF-1.7", "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_an_image"),
        (picture(800, 800)[:700], "broken_image"),
        (picture(800, 800, "PNG")[:-200], "broken_image"),
        (bomb(8_000, 8_000), "too_many_pixels"),
        (bomb(12_000, 9_000), "too_many_pixels"),
        (bomb(60_000, 60_000), "too_many_pixels"),
        (bomb(1, 49_000_000), "too_large_edges"),
        (bomb(49_000_000, 1), "too_large_edges"),
        (bomb(16_384, 10), "too_large_edges"),
        (bomb(16_383, 3_053), "too_many_pixels"),
    ],
)
def test_what_is_no_good_image_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(NotUsable) as caught:
        list(make_sizes(data, EDGES))
    assert caught.value.code == code


def test_only_addresses_of_this_shop_have_sizes() -> None:
    ours = "http://localhost:8000/v1/media/med_01JD0000000000000000000000/1080"
    assert sorted(sizes_of(ours)) == ["1080", "160", "2048", "480"]
    assert media_id_of(ours) == "med_01JD0000000000000000000000"
    for other in (None, "", "https://img.example/1.jpg", ours.replace("localhost", "elsewhere"), ours + "/x"):
        assert (media_id_of(other), sizes_of(other)) == (None, {})


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FORMER_BASE_URLS", "https://a1.example/prod,https://api.shop.example")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("moved")
def test_addresses_from_when_the_shop_was_called_otherwise_are_its_own() -> None:
    """What was stored then is shown under today's name."""
    for base in ("https://a1.example/prod", "https://api.shop.example", "http://localhost:8000"):
        former = f"{base}/v1/media/med_01JD0000000000000000000000/1080"
        assert media_id_of(former) == "med_01JD0000000000000000000000"
        assert sizes_of(former)["480"] == "http://localhost:8000/v1/media/med_01JD0000000000000000000000/480"
    assert media_id_of("https://a1.example/v1/media/med_01JD0000000000000000000000/1080") is None
