"""What a transfer is made of, by hashes: which files, how many lines, what each table comes to in whatever order its items are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from infra.local.trouble import Trouble

SCHEMA = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class FileHash:
    sha256: str
    lines: int


@dataclass(frozen=True)
class TableHash:
    """`sha256`: of the sorted hashes of its lines."""

    items: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`began_at` decides what has ended. `look_ups`: by which two deployments see whether they file addresses by
    the same secret; it tells nothing of it."""

    schema: int
    version: str
    began_at: str
    look_ups: str
    files: dict[str, FileHash] = field(default_factory=dict)
    tables: dict[str, TableHash] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text().encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Raises Trouble for what is none, or is of a later shop."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        files = {name: FileHash(**one) for name, one in told.pop("files").items()}
        tables = {name: TableHash(**one) for name, one in told.pop("tables").items()}
        found = Manifest(files=files, tables=tables, **told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Trouble(f"{folder} holds no transfer that was written to its end: {NAME} is missing or broken.") from error
    if found.schema != SCHEMA:
        raise Trouble(f"This transfer is of schema {found.schema}; this version reads {SCHEMA}.")
    return found


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raises Trouble: a file was changed, is missing, or was put in."""
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {NAME}
    if there != manifest.files.keys():
        odd = sorted(there ^ manifest.files.keys())
        raise Trouble(f"Files were taken out or put in: {', '.join(odd[:5])}.")
    for name, known in manifest.files.items():
        if hash_of_file(folder / name) != known.sha256:
            raise Trouble(f"{name} is not what was written: its hash differs.")


def hash_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table_hash(lines: Iterable[str]) -> TableHash:
    digests = sorted(hashlib.sha256(line.encode()).digest() for line in lines)
    return TableHash(len(digests), hashlib.sha256(b"".join(digests)).hexdigest())


def lines_in(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n")
