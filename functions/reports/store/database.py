"""A DuckDB of this process, within the room that a function has: nothing is installed, and what does not fit spills into `folder`."""

from __future__ import annotations

import duckdb


def connect(folder: str, memory: str) -> duckdb.DuckDBPyConnection:
    """`memory`: what it may take for itself, e.g. ``160MB``."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1, "memory_limit": memory, "temp_directory": f"{folder}/spill", "home_directory": folder,
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
    }  # fmt: skip
    return duckdb.connect(config=config)
