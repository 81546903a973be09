"""The parts that were read become one ZIP: a file of lines per kind, and a manifest with the hash, the count and the sums of each."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from functions.privacy.model.record_export import FileFacts, RecordExport, RecordKind
from functions.privacy.model.record_sums import Adding
from functions.privacy.store.record_exports import part_of
from functions.shared.outside.objects import get_object
from functions.shared.plain.bodies import as_json
from functions.shared.plain.deferred import dataclass

_MANIFEST = "manifest.json"


class PartMissing(Exception):
    """Somebody was forgotten while it was read: it begins again."""


@dataclass(frozen=True)
class Packed:
    data: bytes
    files: list[FileFacts]
    manifest_sha256: str
    persons: list[str]


def pack(export: RecordExport, made_at: str) -> Packed:
    """Raises PartMissing."""
    whole, persons, files = io.BytesIO(), set[str](), []
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
        for kind in export.kinds:
            files.append(_add(target, export, kind, persons))
        manifest = json.dumps(_manifest(export, files, made_at), ensure_ascii=False, indent=1).encode()
        target.writestr(_named(_MANIFEST), manifest)
    return Packed(whole.getvalue(), files, hashlib.sha256(manifest).hexdigest(), sorted(persons))


def _add(target: zipfile.ZipFile, export: RecordExport, kind: RecordKind, persons: set[str]) -> FileFacts:
    name, adding, digest, size = f"{kind}.ndjson", Adding(kind), hashlib.sha256(), 0
    with target.open(_named(name), "w") as file:
        for number in range(export.parts.get(kind, 0)):
            data = get_object(part_of(export.id, kind, number))
            if data is None:
                raise PartMissing
            file.write(data)
            digest.update(data)
            size += len(data)
            for line in data.decode().split("\n")[:-1]:
                row = json.loads(line)
                adding.row(row)
                persons.update(_persons(row))
    return FileFacts(name, kind, adding.rows, adding.restricted, size, digest.hexdigest(), adding.sums)


def _persons(row: dict[str, object]) -> set[str]:
    order = row.get("order")
    named = (row.get("person"), order.get("customer_id") if isinstance(order, dict) else None)
    return {one for one in named if isinstance(one, str) and one.startswith("cus_")}


def _named(name: str) -> zipfile.ZipInfo:
    """Of no time: what is in it makes the hash."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _manifest(export: RecordExport, files: list[FileFacts], made_at: str) -> dict[str, object]:
    return {
        "export": export.id,
        "from": export.from_day,
        "until": export.until_day,
        "zone": export.zone,
        "first_moment": export.first,
        "last_moment_left_out": export.last,
        "made_at": made_at,
        "period_is_over": export.last <= made_at,
        "files": [as_json(one) for one in files],
    }
