"""All of a deployment is written into a folder: a file per table and kind, the objects of its bucket, its accounts, and a manifest at the
end. A folder without a manifest is no transfer; the same command goes on with it, table by table."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from functions.shared.plain import times
from infra.local.trouble import Trouble
from infra.transfer.accounts import accounts_of
from infra.transfer.deployment import Deployment
from infra.transfer.keys import Keys
from infra.transfer.left import LEFT, PREFIXES, SECRETS, is_left_whole, why_left
from infra.transfer.lines import line_of, text_of
from infra.transfer.manifest import NAME, SCHEMA, FileHash, Manifest, hash_of_file, lines_in, table_hash

TABLES, OBJECTS, ACCOUNTS = "tables", "objects", "accounts.ndjson"
MEDIA = "objects.ndjson"
_BEGAN = "began"
Tell = Callable[[str], object]


def take_out(place: Deployment, folder: Path, version: str, tell: Tell = lambda _: None) -> Manifest:
    """Raises Trouble where a finished transfer lies already."""
    if (folder / NAME).exists():
        raise Trouble(f"A transfer lies in {folder} already.")
    folder.mkdir(parents=True, exist_ok=True)
    if not (began := folder / _BEGAN).exists():
        began.write_text(times.iso(datetime.now(UTC)), encoding="utf-8")
    moment = times.parse(began.read_text(encoding="utf-8"))
    keys, tables = Keys(place), {}
    for table in sorted(place.tables):
        if is_left_whole(table):
            continue
        if not (target := folder / TABLES / table).exists():
            _write_table(place, table, target, keys, moment)
        tables[table] = table_hash(line for path in sorted(target.iterdir()) for line in lines_in(path))
        tell(f"{table}: {tables[table].items} items")
    tell(f"{_write_lines(folder / ACCOUNTS, (account.row() for account in accounts_of(place)))} accounts")
    tell(f"{_write_objects(place, folder)} objects")
    began.unlink()
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    manifest = Manifest(
        schema=SCHEMA,
        version=version,
        began_at=times.iso(moment),
        look_ups=look_ups_of(place),
        files={name: FileHash(hash_of_file(folder / name), _count(folder / name)) for name in names},
        tables=tables,
        left=[f"{one.table} {one.kind}: {one.why}" for one in LEFT],
        secrets=list(SECRETS),
    )
    (folder / NAME).write_text(manifest.text(), encoding="utf-8")
    return manifest


def lines_of_table(place: Deployment, table: str, keys: Keys, moment: datetime) -> Iterator[tuple[str, str]]:
    """(kind, text) of all that is carried."""
    for item in place.items(table):
        if why_left(table, item, moment) is None:
            line = line_of(table, item, keys)
            yield line.get("kind") or "other", text_of(line)


def look_ups_of(place: Deployment) -> str:
    """Empty where there is no such secret."""
    try:
        secret = json.loads(place.secrets.get_secret_value(SecretId=place.privacy_secret)["SecretString"])["look_ups"]
    except (place.secrets.exceptions.ResourceNotFoundException, ValueError, KeyError):
        return ""
    return hmac.new(str(secret).encode(), b"transfer", hashlib.sha256).hexdigest()


def _write_table(place: Deployment, table: str, target: Path, keys: Keys, moment: datetime) -> None:
    """Into a folder that has its name when it is whole."""
    half = target.with_name(f".{table}")
    if half.exists():
        for path in half.iterdir():
            path.unlink()
    half.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files: dict[str, Any] = {}
        for kind, text in lines_of_table(place, table, keys, moment):
            if kind not in files:
                files[kind] = stack.enter_context((half / f"{kind}.ndjson").open("w", encoding="utf-8", newline="\n"))
            files[kind].write(text + "\n")
    half.rename(target)


def _write_lines(path: Path, rows: Iterator[dict[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for count, row in enumerate(rows, 1):  # noqa: B007
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    return count


def _write_objects(place: Deployment, folder: Path) -> int:
    def rows() -> Iterator[dict[str, Any]]:
        for page in place.s3.get_paginator("list_objects_v2").paginate(Bucket=place.bucket):
            for one in page.get("Contents", []):
                if one["Key"].startswith(PREFIXES):
                    continue
                answer = place.s3.get_object(Bucket=place.bucket, Key=one["Key"])
                data = answer["Body"].read()
                digest = hashlib.sha256(data).hexdigest()
                path = folder / OBJECTS / digest[:2] / digest
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                told = {"key": one["Key"], "sha256": digest, "size": len(data), "content_type": answer["ContentType"]}
                yield told | ({"cache": answer["CacheControl"]} if answer.get("CacheControl") else {})

    return _write_lines(folder / MEDIA, rows())


def _count(path: Path) -> int:
    return sum(1 for _ in lines_in(path)) if path.suffix == ".ndjson" else 0
