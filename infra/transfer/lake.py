"""Files of the lake name who did something by the ids that people had: rewritten as every line is, or whoever is erased there would stay
in them."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.transfer.accounts import renamed

_LAKE = "lake"


def renamed_object(key: str, data: bytes, names: Mapping[str, str]) -> bytes:
    """With the ids that people have there; anything but a file of the lake as it is."""
    if not names or not key.startswith(_LAKE):
        return data
    if key.endswith(".jsonl.gz"):
        return gzip.compress(renamed(gzip.decompress(data).decode(), names).encode(), 6, mtime=0)
    return _parquet(data, names) if key.endswith(".parquet") else data


def _parquet(data: bytes, names: Mapping[str, str]) -> bytes:
    """In every column of texts; rows in their order."""
    # Loaded at the first file of the lake only: most commands never see one.
    import duckdb

    offline: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
    }  # fmt: skip
    with TemporaryDirectory(prefix="transfer-") as folder, closing(duckdb.connect(config=offline)) as base:
        before, after = Path(folder) / "before.parquet", Path(folder) / "after.parquet"
        before.write_bytes(data)
        base.execute("CREATE TABLE names AS SELECT unnest($here) AS here, unnest($there) AS there", _columns(names))
        base.execute(f"CREATE TABLE rows AS SELECT * FROM read_parquet('{before}')")  # noqa: S608 - our own file name
        told = base.execute("SELECT column_name FROM (DESCRIBE rows) WHERE column_type = 'VARCHAR'").fetchall()
        for (column,) in told:
            base.execute(f'UPDATE rows SET "{column}" = names.there FROM names WHERE rows."{column}" = names.here')  # noqa: S608
        base.execute(f"COPY (SELECT * FROM rows ORDER BY rowid) TO '{after}' (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608
        return after.read_bytes()


def _columns(names: Mapping[str, str]) -> dict[str, list[str]]:
    return {"here": list(names.keys()), "there": list(names.values())}
