"""Any picture as 8-bit sRGB, with its transparency: what every screen shows as it was meant. Pure."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N", "I")
_SRGB = ImageCms.createProfile("sRGB")


def eight_bits_srgb(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where the picture has transparency. Its own colour profile is applied; a broken one is as good as none."""
    profile = image.info.get("icc_profile")
    if image.mode in _SIXTEEN_BITS:
        # 65535 becomes 255: cutting off at 255, as a plain conversion does, would leave nothing but white.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif image.mode == "F":
        image = image.convert("L")
    elif image.mode in ("P", "PA"):
        image = image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    alpha = image.convert("RGBA").getchannel("A") if image.mode in ("RGBA", "LA", "RGBa", "La") or "transparency" in image.info else None
    colours = image.convert("RGB" if image.mode in ("RGBA", "RGBa") else "L") if alpha is not None else image
    shown = _converted(colours, profile)
    if alpha is not None:
        shown.putalpha(alpha)
    return shown


def _converted(colours: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(colours, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return colours.convert("RGB")
        return converted or colours.convert("RGB")
    return colours.convert("RGB")
