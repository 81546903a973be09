"""Makes the clients from docs/openapi.json: `python -m infra.sdk.make`. Once for the same contract and the same generators."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from infra.compose import ROOT
from infra.console.build import install, npm
from infra.faults import InfraError
from infra.sdk.contract import as_text

PYTHON, TYPESCRIPT = Path("sdk/python"), Path("sdk/typescript")
PACKAGE = "serverless_commerce"
_CONTRACT = Path("docs/openapi.json")
_BINARY = ("*/*", "application/pdf", "application/xml", "text/csv", "text/html", "text/plain")
_CONFIG = {
    # The generator knows JSON, forms and files; whatever else is answered is bytes.
    "content_type_overrides": dict.fromkeys(_BINARY, "application/octet-stream"),
    # It would look for a linter; nobody reads what it makes.
    "post_hooks": [],
}


class SdkError(InfraError):
    """A client cannot be made; the message has what the generator said last."""


def make_python(root: Path = ROOT) -> Path:
    """The folder of the package. Raises SdkError, also for an operation that is left out."""
    package = root / PYTHON / PACKAGE

    def make(contract: Path) -> None:
        config = contract.with_name("python.json")
        config.write_text(json.dumps(_CONFIG))
        making = package.with_name(f"{PACKAGE}.making")
        shutil.rmtree(making, ignore_errors=True)
        told = _run(
            "-m", "openapi_python_client", "generate", "--path", str(contract), "--config", str(config), "--meta", "none",
            "--output-path", str(making),
        )  # fmt: skip
        if "WARNING" in told:
            raise SdkError("The generator left something out:\n" + told[-3000:])
        (making / "py.typed").touch()
        shutil.rmtree(package, ignore_errors=True)
        making.rename(package)

    return _once(root, package / ".made", make, f"openapi-python-client {version('openapi-python-client')}")


def make_typescript(root: Path = ROOT) -> Path:
    """The file of types. Raises SdkError, ConsoleError."""
    target = root / TYPESCRIPT / "src/contract.d.ts"

    def make(contract: Path) -> None:
        install(root, lambda _text: None, TYPESCRIPT)
        npm(
            root,
            ["exec", "--offline", "--", "openapi-typescript", str(contract), "--default-non-nullable", "false", "-o", str(target)],
            TYPESCRIPT,
        )

    lock = hashlib.sha256((root / TYPESCRIPT / "package-lock.json").read_bytes()).hexdigest()
    return _once(root, target.with_name(".made"), make, lock)


def _once(root: Path, mark: Path, make: Callable[[Path], None], by: str) -> Path:
    with _alone(root) as folder:
        text = as_text(json.loads((root / _CONTRACT).read_text(encoding="utf-8")))
        wanted = hashlib.sha256(f"{by}\0{json.dumps(_CONFIG)}\0{text}".encode()).hexdigest()
        if not (mark.is_file() and mark.read_text() == wanted):
            contract = folder / "contract.json"
            contract.write_text(text, encoding="utf-8")
            make(contract)
            mark.write_text(wanted)
    return mark.parent


def _run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=600, check=False)
    told = done.stdout + done.stderr
    if done.returncode:
        raise SdkError("The generator failed:\n" + told[-3000:])
    return told


@contextmanager
def _alone(root: Path) -> Iterator[Path]:
    folder = root / "build/sdk"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder


if __name__ == "__main__":
    for made in (make_python(), make_typescript()):
        print(made.relative_to(ROOT))
