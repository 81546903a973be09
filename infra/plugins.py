"""Packages that bring adapters of their own, put into the code zip as they would be installed: their entry points come along."""

from __future__ import annotations

import shutil
import subprocess
import sys
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
