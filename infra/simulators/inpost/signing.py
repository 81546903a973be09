"""The token that the simulated InPost shares with the shop."""

from __future__ import annotations

import secrets
from typing import Any


def new_keys() -> dict[str, Any]:
    return {"token": f"simulator{secrets.token_hex(16)}"}
