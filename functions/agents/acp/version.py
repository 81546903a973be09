"""Which ACP is spoken."""

from __future__ import annotations

VERSION = "2026-04-17"
VERSIONS = (VERSION,)
"""The oldest first."""
