"""Index files on S3: immutable files, one pointer object that names those of the current state, and a log of what each batch changed.

    search/v<schema>/pointer.json                     {"prefix", "sequence", "meta", "files", "uploads"}: written only with If-Match
                                                      (or If-None-Match: *)
    search/v<schema>/index/<build>/<upload>/<file>    segment files, never written twice; a rebuild writes under a new <build>
    search/v<schema>/changes/<sequence>-<id>          product ids of one batch, for a rebuild that was reading the table meanwhile

Two writers that go on from the same state may give different files the same name (tantivy counts the deletions of a segment), so every
attempt uploads under a name of its own.

The pointer is the fence: of two writers that started from the same state only one can publish, the other learns it (`Fenced`) and starts
again from the new state. A crash before the pointer is written leaves files that nobody reads and `collect_garbage` removes.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from functions.catalog.search.tantivy.schema import SCHEMA_VERSION
from functions.shared.outside import aws
from functions.shared.plain.deferred import dataclass

# Readers may still be fetching what an older pointer named.
GRACE = timedelta(hours=1)
_PARALLEL = 8
_UNCHANGED = frozenset({"304", "NotModified"})
_ABSENT = frozenset({"404", "NoSuchKey"})
# Whoever may not list a bucket is told 403 of an object that is not there.
_NOT_TO_BE_SEEN = _ABSENT | {"403", "AccessDenied"}
_REFUSED = frozenset({"412", "PreconditionFailed", "409", "ConditionalRequestConflict", *_ABSENT})


class Fenced(Exception):
    """Another writer has published meanwhile."""


@dataclass(frozen=True)
class Pointer:
    """One published state: `meta` is tantivy's own description, `files` the names and sizes of what it consists of, `uploads` the
    attempts that brought them."""

    prefix: str
    sequence: int
    meta: str
    files: Mapping[str, int]
    uploads: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"{self.prefix}-{self.sequence:012d}"

    def place(self, name: str) -> str:
        return f"{self.prefix}/{self.uploads[name]}/{name}"


@dataclass(frozen=True)
class Published:
    pointer: Pointer
    etag: str


class SegmentStore:
    def __init__(self, bucket: str, *, root: str = f"search/v{SCHEMA_VERSION}") -> None:
        self.bucket = bucket
        self.root = root
        self._pointer_key = f"{root}/pointer.json"

    def current(self) -> Published | None:
        """The published state; None when nothing has been published yet."""
        return self._read({})

    def newer_than(self, etag: str) -> Published | None:
        """The published state if it is another one than `etag` names; a cheap request otherwise."""
        return self._read({"IfNoneMatch": etag})

    def publish(self, pointer: Pointer, *, after: Published | None) -> str:
        """Swaps the pointer; its new etag. Raises Fenced unless the state is still `after`."""
        condition = {"IfMatch": after.etag} if after else {"IfNoneMatch": "*"}
        body = json.dumps(asdict(pointer), separators=(",", ":")).encode()
        try:
            return str(_s3().put_object(Bucket=self.bucket, Key=self._pointer_key, Body=body, **condition)["ETag"])
        except ClientError as error:
            if _code(error) in _REFUSED:
                raise Fenced from error
            raise

    def upload(self, pointer: Pointer, names: Collection[str], folder: Path) -> None:
        """To be called before `pointer` is published."""

        def put(name: str) -> None:
            with (folder / name).open("rb") as file:
                _s3().put_object(Bucket=self.bucket, Key=self._file_key(pointer, name), Body=file)

        with ThreadPoolExecutor(_PARALLEL) as pool:
            list(pool.map(put, names))

    def download(self, pointer: Pointer, names: Collection[str], folder: Path) -> None:
        """Raises LookupError when a file is gone or not whole: the state has been replaced meanwhile."""

        def get(name: str) -> None:
            try:
                answer = _s3().get_object(Bucket=self.bucket, Key=self._file_key(pointer, name))
            except ClientError as error:
                if _code(error) in _NOT_TO_BE_SEEN:
                    raise LookupError(name) from error
                raise
            with (folder / name).open("wb") as file:
                for chunk in answer["Body"].iter_chunks(1 << 20):
                    file.write(chunk)
            if (folder / name).stat().st_size != pointer.files[name]:
                raise LookupError(name)

        with ThreadPoolExecutor(_PARALLEL) as pool:
            list(pool.map(get, names))

    def log_changes(self, sequence: int, ids: Iterable[str]) -> None:
        """To be called before `sequence` is published."""
        key = f"{self.root}/changes/{sequence:012d}-{uuid.uuid4().hex}.json"
        _s3().put_object(Bucket=self.bucket, Key=key, Body=json.dumps(sorted(ids)).encode())

    def changes_after(self, sequence: int) -> set[str]:
        """The products changed by batches later than `sequence`; perhaps some more, from batches that were never published."""
        start = f"{self.root}/changes/{sequence + 1:012d}"
        found: set[str] = set()
        for item in self._list(f"{self.root}/changes/", StartAfter=start):
            found.update(json.loads(_s3().get_object(Bucket=self.bucket, Key=item["Key"])["Body"].read()))
        return found

    def collect_garbage(self, *, grace: timedelta = GRACE) -> int:
        """Removes what no state of the last hour named; how many objects. Ages are told by S3's clock, not by ours."""
        current = self.current()
        if current is None:
            return 0
        used = {self._file_key(current.pointer, name) for name in current.pointer.files}
        doomed = [
            item["Key"]
            for folder, age in ((f"{self.root}/index/", grace), (f"{self.root}/changes/", grace + timedelta(days=1)))
            for item in self._list(folder)
            if item["Key"] not in used and item["LastModified"] <= item["Now"] - age
        ]
        for start in range(0, len(doomed), 1000):
            keys = [{"Key": key} for key in doomed[start : start + 1000]]
            _s3().delete_objects(Bucket=self.bucket, Delete={"Objects": keys, "Quiet": True})
        return len(doomed)

    def _read(self, condition: Mapping[str, str]) -> Published | None:
        try:
            answer = _s3().get_object(Bucket=self.bucket, Key=self._pointer_key, **condition)
        except ClientError as error:
            if _code(error) in _UNCHANGED | _NOT_TO_BE_SEEN:
                return None
            raise
        return Published(Pointer(**json.loads(answer["Body"].read())), answer["ETag"])

    def _list(self, prefix: str, **start: str) -> Iterator[dict[str, Any]]:
        for page in _s3().get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix, **start):
            now = _server_time(page)
            yield from ({**item, "Now": now} for item in page.get("Contents", ()))

    def _file_key(self, pointer: Pointer, name: str) -> str:
        return f"{self.root}/index/{pointer.place(name)}"


def _s3() -> Any:
    return aws.client("s3")


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


def _server_time(answer: Mapping[str, Any]) -> datetime:
    """When S3 says it answered; without the header, long ago, so that nothing looks old."""
    header = answer["ResponseMetadata"]["HTTPHeaders"].get("date", "Thu, 01 Jan 1970 00:00:00 GMT")
    return parsedate_to_datetime(header)
