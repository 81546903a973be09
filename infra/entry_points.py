"""What an installed project says of itself, written into the zip, where nothing is installed: so that adapters are found there, too."""

from __future__ import annotations

import tomllib
from pathlib import Path


def entry_points_files(root: Path) -> dict[str, bytes]:
    """By name in the zip: the table of entry points of pyproject.toml, as `importlib.metadata` reads it beside installed packages."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder = f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    groups = {group: dict(sorted(table.items())) for group, table in sorted(project["entry-points"].items())}
    lines = [
        line for group, table in groups.items() for line in (f"[{group}]", *(f"{name} = {value}" for name, value in table.items()), "")
    ]
    metadata = ("Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}", "")
    return {f"{folder}/METADATA": "\n".join(metadata).encode(), f"{folder}/entry_points.txt": "\n".join(lines).encode()}
