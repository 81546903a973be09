"""What stands where characters were lost on the way."""

from __future__ import annotations

LOST = "\ufffd"
"""What gateways and programs put in the place of bytes they cannot read. Whoever sends it has lost something already."""
UNKNOWN_ENCODING = "unknown_encoding"
