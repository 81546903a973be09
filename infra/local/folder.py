"""The folder of the local shop: where each thing lies, and whether what lies there can be used.

MiniStack itself starts empty when a state file is unreadable; that would look like a shop that lost its orders. So the
folder is judged here first, and a doubtful one is a sentence for the user instead of a start.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from infra.local.trouble import Trouble

FORMAT = 1
VERSION = "version.json"
_OURS = {"build", "clock", "deployed.json", "keys.json", "lock", "objects", "shop.json", "state", "tmp", "world.sqlite"}


@dataclass(frozen=True)
class LocalFolder:
    root: Path

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def objects(self) -> Path:
        return self.root / "objects"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def log(self) -> Path:
        return self.root / "ministack.log"

    @property
    def clock(self) -> Path:
        return self.root / "clock"

    @property
    def world(self) -> Path:
        """What the simulated outside world remembers: charges, waybills, mails."""
        return self.root / "world.sqlite"

    @property
    def shop(self) -> Path:
        return self.root / "shop.json"

    @property
    def keys(self) -> Path:
        return self.root / "keys.json"

    @property
    def deployed(self) -> Path:
        return self.root / "deployed.json"

    def read_json(self, path: Path) -> dict[str, Any]:
        """The object in a file of the folder, empty when there is none."""
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise Trouble(_broken(self.root, f"{path.name} cannot be read ({error})")) from error
        if not isinstance(value, dict):
            raise Trouble(_broken(self.root, f"{path.name} holds no JSON object"))
        return value

    def write_json(self, path: Path, value: dict[str, Any]) -> None:
        """Whole or not at all, readable by the owner only: these files hold passwords."""
        draft = path.with_suffix(".draft")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=2)
            file.write("\n")
        draft.replace(path)


def open_folder(root: Path) -> LocalFolder:
    """Makes the folder when there is none and checks the one there is. For whoever holds its `lock`: another shop would lose what it works
    with. Raises Trouble."""
    folder = LocalFolder(root)
    try:
        for path in (root, folder.state, folder.objects):
            path.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder.temporary, ignore_errors=True)
        folder.temporary.mkdir(exist_ok=True)
        _check_version(folder)
        for path in sorted(folder.state.glob("*.json")):
            _check_state_file(folder, path)
    except OSError as error:
        raise Trouble(_broken(root, f"{error.filename or root}: {error.strerror}")) from error
    return folder


def lock(folder: LocalFolder) -> IO[str]:
    """Holds the folder for this process, and makes it when there is none. Raises Trouble when another shop runs in it, or its AWS still
    saves, or when it holds other things: a shop clears up in its folder, and `make clean` takes it away."""
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        if strange := _strange(folder):
            raise Trouble(f"{folder.root} is no folder of a shop, {strange} lies in it. Choose one of its own with SHOP_FOLDER.")
        file = (folder.root / "lock").open("a", encoding="ascii")
    except OSError as error:
        raise Trouble(_broken(folder.root, f"{error.filename or folder.root}: {error.strerror}")) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise Trouble(f"Another shop already runs in {folder.root}, or still saves its data; stop it first, or wait.") from error
    return file


def _strange(folder: LocalFolder) -> str:
    """Something that no shop has put there; empty where there is nothing of the kind, or a shop was."""
    if (folder.root / VERSION).exists():
        return ""
    return next((path.name for path in sorted(folder.root.iterdir()) if path.name not in _OURS and path.suffix != ".log"), "")


def _check_version(folder: LocalFolder) -> None:
    mine = {"format": FORMAT, "ministack": version("ministack")}
    path = folder.root / VERSION
    theirs = folder.read_json(path)
    if not theirs:
        if any(folder.state.iterdir()):
            raise Trouble(_broken(folder.root, "it has a state but does not say of which version"))
        folder.write_json(path, mine)
    elif theirs != mine:
        raise Trouble(_broken(folder.root, f"it was written by another version ({theirs}; this one is {mine})"))


def _check_state_file(folder: LocalFolder, path: Path) -> None:
    if "__ministack_format__" not in folder.read_json(path):
        raise Trouble(_broken(folder.root, f"state/{path.name} is not a state file of the local AWS"))


def _broken(root: Path, why: str) -> str:
    return f"The state folder {root} cannot be used: {why}. Repair it, or run `make clean` to start afresh."
