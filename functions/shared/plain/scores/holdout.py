"""Who is held out of something, to be compared with: a share of people that follows from who they are, and no draw. Pure."""

from __future__ import annotations

import hashlib

WHOLE = 100


def is_held_out(of: str, person: str, per_cent: int) -> bool:
    """The same each time, and for another `of` other people. Whoever is held out at some per cent is so at more, too."""
    digest = hashlib.sha256(f"{of}\x1f{person}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % WHOLE < per_cent
