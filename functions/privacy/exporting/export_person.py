"""All that the shop has of a person, as a ZIP of JSON: one file per kind of record, as it is stored, what is sealed opened."""

from __future__ import annotations

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.platform import Job, Progress, TimeIsUp, succeed
from functions.privacy.model.registry import personal_kind
from functions.privacy.model.request import FILE_LASTS, RequestState
from functions.privacy.store.belongings import Belonging, of_customer, of_order, orders_of
from functions.privacy.store.consents import consents_of
from functions.privacy.store.items import Item
from functions.privacy.store.records import EXPORT_SK
from functions.privacy.store.requests import find_request, request_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.objects import download_url, put_object
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.sealing import opened

LINK = timedelta(minutes=15)
_FOLDER = "personal-exports"
_SEALED = frozenset(
    {
        ("customers", "customer"),
        ("customers", "address"),
        ("customers", "contact_change"),
        ("customers", "external_links"),
        ("customers", "note"),
        ("payments", "wallet"),
    }
)
_OF_CARD = ("id", "provider", "method", "brand", "last4", "expires", "kept_at")


def run_export(job: Job, _time_is_up: TimeIsUp) -> None:
    """Again after a crash: another file, and the first one goes by the bucket's own rule. Raises Erased when they were erased meanwhile."""
    person = job.spec["person"]
    request = find_request(person, EXPORT_SK)
    if request is None or request.job_id != job.id:
        succeed(job, progress=job.progress)
        return
    files = _files(person)
    data = _zipped(files)
    key = f"{_FOLDER}/{person}/{fresh.new_token()}.zip"
    put_object(key, data, "application/zip")
    now = clock.now()
    after = replace(
        request, state=RequestState.DONE, key=key, size=len(data), done_at=times.iso(now), file_until=times.iso(now + FILE_LASTS)
    )
    succeed(job, progress=Progress(done=sum(map(len, files.values()))), writes=[request_put(after, EXPORT_SK)])


def link_to(key: str) -> str:
    return download_url(key, lasts=LINK, filename="my-data.zip")


def _files(person: str) -> dict[str, list[Any]]:
    files: dict[str, list[Any]] = defaultdict(list)
    for belonging in _belongings(person):
        item = belonging.item
        if item.kind != "event" and personal_kind(item.table, item.kind) is not None and item.body is not None:
            files[f"{item.table}/{item.kind}"].append(_readable(person, item))
    files["consents"] = [json.loads(dump(one)) for one in consents_of(person)]
    return files


def _belongings(person: str) -> Iterator[Belonging]:
    yield from of_customer(person)
    for order_id in orders_of(person):
        yield from of_order(order_id)


def _readable(person: str, item: Item) -> Any:
    sealed = item.body.get("sealed") if (item.table, item.kind) in _SEALED else None
    if not sealed:
        return item.body
    if item.kind == "wallet":
        return _wallet(json.loads(opened(person, "wallet", sealed)))
    what = "customer" if item.kind == "customer" else f"{item.kind}|{item.body['id']}"
    return json.loads(opened(person, what, sealed))


def _wallet(wallet: dict[str, Any]) -> list[dict[str, Any]]:
    """As its owner sees it: by the provider's token, whoever has the file could not pay, but needs not know it either."""
    return [{name: one[name] for name in _OF_CARD} for one in wallet["kept"]]


def _zipped(files: dict[str, list[Any]]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
        for name, rows in sorted(files.items()):
            target.writestr(f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=1))
    return whole.getvalue()
