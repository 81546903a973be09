"""Bundles that come back as a whole only. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def splits(pieces: Mapping[str, int], bought: Mapping[str, int], back: Mapping[str, int]) -> bool:
    """Whether a bundle would be torn: its parts come back in other proportions than it has. `pieces` by line in its sets, `bought` and
    `back` of those lines in all; pieces that were bought besides the bundle come back first, and as they like."""
    torn = [(max(0, back.get(line_id, 0) - (bought[line_id] - of_sets)), of_sets) for line_id, of_sets in pieces.items()]
    first = torn[0] if torn else (0, 1)
    return any(came * first[1] != first[0] * of_sets for came, of_sets in torn)
