"""Adapters in the code zip, where nothing is installed: the table of our own, and packages that bring others, each as `importlib.metadata`
reads it beside installed ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from infra.faults import InfraError

# What says how it was installed on this machine, and nothing to whom it runs for.
_LEFT_OUT = {".lock", "direct_url.json", "uv_cache.json", "uv_build.json", "REQUESTED", "INSTALLER", "RECORD"}


class PluginError(InfraError):
    """A plug-in cannot be installed; the message says which."""


def plugin_files(plugins: Sequence[str], build: Path) -> dict[str, bytes]:
    """By name in the zip. `plugins`: folders, wheels or names, as pip knows them. What they depend on is for the layer."""
    target = build / "plugins"
    shutil.rmtree(target, ignore_errors=True)
    if not plugins:
        return {}
    uv = Path(sys.executable).with_name("uv")
    command = [
        str(uv),
        "pip",
        "install",
        "--quiet",
        "--python",
        sys.executable,
        "--no-deps",
        "--no-build-isolation",
        "--target",
        str(target),
    ]
    done = subprocess.run([*command, *plugins], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise PluginError(f"{' '.join(plugins)} cannot be installed: {done.stderr.strip().splitlines()[-1:]}")
    files = sorted(path for path in target.rglob("*") if path.is_file() and path.name not in _LEFT_OUT)
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in files if "__pycache__" not in path.parts}


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
