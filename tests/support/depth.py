"""How far tests go that walk at random: `make test` takes a short walk, the same each time; PROOF_DEPTH=20 one that is 20 times as long."""

from __future__ import annotations

import os

DEPTH = int(os.environ.get("PROOF_DEPTH", "1"))


def deep(number: int) -> int:
    """So many steps, seeds or examples, times the depth."""
    return number * DEPTH
