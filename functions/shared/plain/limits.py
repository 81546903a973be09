"""Limits that several domains share."""

from __future__ import annotations

MAX_METADATA_KEYS = 50
