"""How many segments a text message is sent in, which is what it costs. Pure.

3GPP TS 23.038 (the GSM 7-bit alphabet and its extension table) and TS 23.040 (a part of several gives up six octets): 160 characters alone
or 153 each, those of the extension counted twice; with any other character UCS-2: 70 alone or 67 each, in UTF-16 units.
"""

from __future__ import annotations

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")
_GSM, _UCS2 = (160, 153), (70, 67)


def sms_segments(text: str) -> int:
    """0 for nothing. A character of two units or septets is not cut, which can leave the end of a segment empty."""
    if not text:
        return 0
    if set(text) <= _BASIC | _EXTENSION:
        sizes, (alone, each) = [2 if letter in _EXTENSION else 1 for letter in text], _GSM
    else:
        sizes, (alone, each) = [2 if ord(letter) > 0xFFFF else 1 for letter in text], _UCS2
    if sum(sizes) <= alone:
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > each:
            count, used = count + 1, 0
        used += size
    return count
