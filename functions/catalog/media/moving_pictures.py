"""Pictures that move (GIF, WebP, APNG, AVIF): their frames, already small, so that a long film does not fill the memory. Pure."""

from __future__ import annotations

from PIL import Image, ImageSequence

MAX_FRAMES = 300
MAX_KEPT_PIXELS = 60_000_000
"""Of all frames together at the largest size: 240 MB while they are encoded."""
MAX_READ_PIXELS = 600_000_000
"""Of all frames together as they were sent: bounds the time."""
_USUAL_PAUSE = 100


def is_moving(image: Image.Image) -> bool:
    return bool(getattr(image, "is_animated", False))


def frames_of(image: Image.Image, edge: int) -> list[tuple[Image.Image, int]] | None:
    """Each frame within `edge`, with its milliseconds; None for an animation that is too long or too large."""
    count, (width, height) = int(getattr(image, "n_frames", 1)), image.size
    shrunk = min(1.0, edge / max(width, height))
    if count > MAX_FRAMES or count * width * height > MAX_READ_PIXELS or count * width * height * shrunk**2 > MAX_KEPT_PIXELS:
        return None
    profile = image.info.get("icc_profile")
    frames = []
    for frame in ImageSequence.Iterator(image):
        # WebP and AVIF tell a frame's time only once its pixels are read.
        frame.load()
        milliseconds = int(frame.info.get("duration") or _USUAL_PAUSE)
        small = frame.convert("RGBA")
        small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        small.info = {"icc_profile": profile} if profile else {}
        frames.append((small, milliseconds))
    return frames
