"""What differs between two versions of a document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

MOST_TOLD = 100


def changed(before: Any, after: Any) -> list[str]:
    """JSON pointers (RFC 6901) of what was added, taken away or changed, the first 100. Lists are compared as a whole: who takes out the
    first of ten has changed one list, not ten members."""
    return list(islice(_changed(before, after, ""), MOST_TOLD))


def _changed(before: Any, after: Any, at: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted({*before, *after}):
            pointer = f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}"
            if name in before and name in after:
                yield from _changed(before[name], after[name], pointer)
            else:
                yield pointer
    elif before != after:
        yield at or "/"
