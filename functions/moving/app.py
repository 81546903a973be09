"""Entry points of moving.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=("imports.api.imports_api",),
    handlers=("take_in_files", "move"),
)
