"""The shop as people start it, in a folder of the proof's own: started, killed, started again, and how much memory it takes."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from pathlib import Path

from infra.local.ministack import port_is_free
from infra.local.patches.faulty_calls import KINDS, TOLD
from tests.journeys.conftest import Served
from tests.journeys.shopper import Shop

BACK_SECONDS = 900
_EMULATOR = "infra.local.ministack_process"
_NURSERY = 2
"""How deep below the shop's own process: the emulator is its child."""


class Stage(Served):
    """`faults`: of the functions' calls to AWS one of so many fails; 0: none."""

    ready_seconds = BACK_SECONDS

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.faults = 0
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder.with_suffix(".ports")
        if kept.exists() and all(port_is_free(port) for port in json.loads(kept.read_text())):
            # The same as yesterday: another address would be another deployment.
            self.port, self.aws_port = json.loads(kept.read_text())
        kept.write_text(json.dumps([self.port, self.aws_port]))

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"SHOP_AWS_FAULTS": str(self.faults)}

    def begin(self) -> Shop:
        """Again and again, as somebody would: who was killed keeps its ports until its AWS has saved its data."""
        deadline = time.monotonic() + BACK_SECONDS
        while True:
            try:
                return self.start()
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(1)

    def stop(self) -> None:
        """A busy machine takes long to save everything."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(BACK_SECONDS)

    def kill_the_shop(self) -> None:
        """Its AWS sees that it is gone, saves its data and ends."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def kill_the_emulator(self) -> float:
        """When it last saved its data. The shop sees that it is gone and ends."""
        [emulator] = [one for one, (_, command) in self._processes().items() if _EMULATOR in command]
        os.kill(emulator, signal.SIGKILL)
        if self._process is not None:
            self._process.wait(BACK_SECONDS)
        return (self.folder / "state" / "dynamodb.json").stat().st_mtime

    def workers(self) -> list[int]:
        """Of functions: the emulator's nursery (its child) forks them."""
        return [pid for pid, (depth, _) in self._processes().items() if depth > _NURSERY]

    def failed(self) -> Counter[str]:
        """How many calls of functions its AWS has made fail, by kind, as its log tells."""
        log = (self.folder / "ministack.log").read_text(errors="replace")
        return Counter({kind: log.count(f"{TOLD}{kind} ") for kind in KINDS})

    def memory(self) -> dict[str, float]:
        """MB of the shop's own process, of the emulator, and of a worker of functions on average; forks share pages."""
        sizes: dict[str, list[float]] = {"shop": [], "emulator": [], "worker": []}
        for pid, (depth, command) in self._processes().items():
            kind = "shop" if depth == 0 else "emulator" if _EMULATOR in command else "worker"
            if (size := _megabytes(pid)) is not None:
                sizes[kind].append(size)
        return {kind: sum(found) / max(1, len(found)) for kind, found in sizes.items()} | {"workers": len(sizes["worker"])}

    def _processes(self) -> dict[int, tuple[int, str]]:
        """The shop's and all that are of it: how deep, and what they were started with."""
        parents = {int(one.name): parent for one in Path("/proc").iterdir() if one.name.isdigit() and (parent := _parent(one))}
        found, level, depth = dict[int, tuple[int, str]](), [self._process.pid] if self._process else [], 0
        while level:
            found |= {pid: (depth, _command(pid)) for pid in level}
            level, depth = [pid for pid, parent in parents.items() if parent in level], depth + 1
        return found


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _megabytes(pid: int) -> float | None:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss:")), None)
