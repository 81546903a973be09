"""What is read out of the functions takes a while and is wanted often (a package, a shop on a laptop, a test): once for each state."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

_BESIDE = ("pyproject.toml", "requirements/dev.txt", "infra/discover.py")


def read_once(root: Path, name: str, asked: str, read: Callable[[], bytes]) -> bytes:
    """What `read` gives, kept in `build` until a file of the functions, an installed package or what is asked changes."""
    kept = root / "build" / f"{name}-{_digest(root, asked)}"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        found = read()
    kept.parent.mkdir(exist_ok=True)
    for old in kept.parent.glob(f"{name}-*"):
        old.unlink(missing_ok=True)
    draft = kept.with_name(f".{kept.name}.{os.getpid()}")
    draft.write_bytes(found)
    draft.replace(kept)
    return found


def _digest(root: Path, asked: str) -> str:
    digest = hashlib.sha256(f"{sys.version}\0{asked}\0".encode())
    files = (path for path in (root / "functions").rglob("*") if path.is_file() and path.suffix not in {".pyc", ".md"})
    for path in (*sorted(files), *(root / name for name in _BESIDE)):
        if path.exists():
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]
