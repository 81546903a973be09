"""Pictures (F-C6, F-C7 of the findings of 25 November 2026), seen from outside: uploaded, cut to size, shown."""

from __future__ import annotations

import io
from typing import Any

import urllib3
from PIL import Image, ImageSequence

from tests.journeys.shopper import Shop, eventually


def picture(kind: str, size: tuple[int, int] = (2400, 1600), frames: int = 1) -> bytes:
    images = [Image.new("RGB", size, (40 * number, 90, 200)) for number in range(frames)]
    out = io.BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": images[1:], "duration": 100, "loop": 0} if frames > 1 else {}
    images[0].save(out, kind, **more)
    return out.getvalue()


def uploaded(shop: Shop, who: dict[str, Any], path: str, content: bytes, kind: str) -> dict[str, Any]:
    wish = {"filename": "picture", "content_type": kind, "size": len(content)}
    made = shop.send("POST", path, wish, 201, **who)
    assert shop.upload(made["upload"], content) in (200, 201, 204)
    done: dict[str, Any] = eventually(lambda: shop.get(f"{path}/{made['id']}", **who), lambda one: one["status"] != "awaiting_upload", 60)
    return done


def test_a_large_picture_has_large_sizes_in_today_s_formats(shop: Shop) -> None:
    """F-C6"""
    done = uploaded(shop, shop.staff(), "/v1/admin/media", picture("JPEG"), "image/jpeg")
    assert done["status"] == "ready", done
    assert max(one["width"] for one in done["sizes"]) == 2048
    assert {"image/webp", "image/avif"} <= {one["content_type"] for one in done["sizes"]}


def test_a_moving_picture_goes_on_moving(shop: Shop) -> None:
    """F-C6: the setting says keep, unless it was changed."""
    assert shop.get("/v1/admin/media_settings", **shop.staff())["animation"] == "keep"
    done = uploaded(shop, shop.staff(), "/v1/admin/media", picture("GIF", (60, 40), frames=3), "image/gif")
    assert done["status"] == "ready", done
    shown = done["sizes"][-1]["url"]
    content = shop.download(shop.call("GET", shown.removeprefix(str(shop.info["base_url"]))).headers["location"])
    assert len(list(ImageSequence.Iterator(Image.open(io.BytesIO(content))))) == 3


def test_buyers_upload_what_their_reviews_show(shop: Shop) -> None:
    """F-C7"""
    buyer = shop.customer()
    done = uploaded(shop, buyer.own, "/v1/media", picture("PNG", (80, 60)), "image/png")
    assert done["status"] == "ready", done
    assert shop.call("GET", f"/v1/media/{done['id']}", **shop.staff("customer")).status == 404


def test_a_picture_is_shown_to_everybody_at_an_address_that_lasts(shop: Shop) -> None:
    done = uploaded(shop, shop.staff(), "/v1/admin/media", picture("PNG", (80, 60)), "image/png")
    to = {size: shop.call("GET", f"/v1/media/{done['id']}/{size}").headers["location"] for size in ("160", "480")}
    assert to == {size: f"{shop.info['base_url']}/media/{done['id']}/{size}.webp" for size in to}
    path = to["160"].removeprefix(str(shop.info["base_url"]))
    shown = urllib3.request("GET", shop.base + path)
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/webp")
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    part = urllib3.request("GET", shop.base + path, headers={"Range": "bytes=0-3"})
    assert (part.status, part.data) == (206, b"RIFF")
    assert urllib3.request("HEAD", shop.base + path).headers["Content-Length"] == str(len(shown.data))
    hidden = [f"/media/{done['id']}/1.webp", f"/media/../uploads/media/{done['id']}", f"/uploads/media/{done['id']}", "/media/"]
    assert [urllib3.request("GET", shop.base + path).status for path in hidden] == [404] * len(hidden)
