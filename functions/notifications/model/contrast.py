"""Whether a text can be read on its background: the contrast ratio of WCAG 2.2 (1.4.3), 4.5 to 1 at least. Pure."""

from __future__ import annotations

ENOUGH = 4.5
_WHITE, _BLACK, _GREY = "#ffffff", "#000000", "#5c626b"
_CHANNEL = 0.04045


def contrast(one: str, other: str) -> float:
    """Of two colours `#rrggbb`: 1 for the same, 21 for black on white."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def link_colour(accent: str, text: str) -> str:
    """Of links on the white card: the accent where it can be read, else that of the text."""
    return accent if contrast(accent, _WHITE) >= ENOUGH else text


def quiet_colour(background: str) -> str:
    """Of the small print on the page: grey where it can be read, else whichever of black and white can."""
    if contrast(_GREY, background) >= ENOUGH:
        return _GREY
    return max(_BLACK, _WHITE, key=lambda one: contrast(one, background))


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [part / 12.92 if part <= _CHANNEL else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
