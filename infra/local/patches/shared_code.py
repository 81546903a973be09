"""Unpacks the code of the functions once for all of them.

MiniStack 1.5.33 unpacks the zip for every worker it starts: some 650 files each time, all of them to be compiled again, which is
most of a cold start. Every function of the shop runs the same zip, so each worker gets a link to one copy, compiled once.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime


class SharedZip(zipfile.ZipFile):
    """Unpacks beside the worker's folder, under the name of the contents, and links the worker's (empty) folder to it."""

    def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
        folder = Path(path)
        digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()[:16]
        copy = folder.parent.parent / f"code-{digest}"
        if not copy.exists():
            draft = Path(tempfile.mkdtemp(dir=copy.parent))
            super().extractall(draft, members, pwd)
            try:
                draft.rename(copy)
            except OSError:  # another worker was quicker
                shutil.rmtree(draft)
        folder.rmdir()
        folder.symlink_to(copy, target_is_directory=True)


def install() -> None:
    lambda_runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": SharedZip})
