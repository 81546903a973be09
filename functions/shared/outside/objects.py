"""Objects in the data bucket: read, write, and lend the right to do either to someone with a browser."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import quote

from botocore.exceptions import ClientError

from functions.shared.outside import aws
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings

_MISSING = {"404", "403", "NoSuchKey", "AccessDenied"}
"""Without the right to list, S3 answers 403 for an object that is not there."""


@dataclass(frozen=True)
class Form:
    """POST `fields`, then the file in a field called `file`, as multipart/form-data to `url`."""

    url: str
    fields: dict[str, str]


def put_object(key: str, data: bytes, content_type: str, *, cache: str | None = None) -> None:
    extra = {"CacheControl": cache} if cache else {}
    aws.client("s3").put_object(Bucket=settings().bucket, Key=key, Body=data, ContentType=content_type, **extra)


def put_stream(key: str, chunks: Iterable[bytes], content_type: str, *, encoding: str | None = None) -> int:
    """An object that is made while it is stored: some parts of 8 MB are in memory, however long it becomes. How many bytes it has. What
    fails while it is made leaves no object. `encoding`: in which the chunks are; who reads it is told."""
    stream, told = _Stream(chunks), {"ContentType": content_type} | ({"ContentEncoding": encoding} if encoding else {})
    aws.client("s3").upload_fileobj(io.BufferedReader(stream), settings().bucket, key, ExtraArgs=told)
    return stream.length


class _Stream(io.RawIOBase):
    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._left, self.length = iter(chunks), memoryview(b""), 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: object) -> int:
        view = memoryview(into)  # type: ignore[arg-type]
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left, self.length = memoryview(chunk), self.length + len(chunk)
        some, self._left = self._left[: len(view)], self._left[len(view) :]
        view[: len(some)] = some
        return len(some)


def get_object(key: str, *, first: int = 0, last: int | None = None) -> bytes | None:
    """The bytes from `first` to `last` (included); None when there is no such object."""
    part = {} if first == 0 and last is None else {"Range": f"bytes={first}-{'' if last is None else last}"}
    try:
        answer = aws.client("s3").get_object(Bucket=settings().bucket, Key=key, **part)
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            return None
        raise
    return bytes(answer["Body"].read())


def size_of(key: str) -> int | None:
    """Bytes of the object; None when there is none."""
    try:
        return int(aws.client("s3").head_object(Bucket=settings().bucket, Key=key)["ContentLength"])
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            return None
        raise


def delete_object(key: str) -> None:
    """Without an error when it is not there."""
    aws.client("s3").delete_object(Bucket=settings().bucket, Key=key)


def upload_form(key: str, *, content_type: str, max_size: int, lasts: timedelta) -> Form:
    """The right to put one object of that type, of 1 to `max_size` bytes, at that key."""
    made = aws.client("s3").generate_presigned_post(
        settings().bucket,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, max_size]],
        ExpiresIn=int(lasts.total_seconds()),
    )
    return Form(made["url"], made["fields"])


def download_url(key: str, *, lasts: timedelta, filename: str | None = None) -> str:
    """An address that gives the object without further proof; with `filename` a browser saves it under that name."""
    target = {"Bucket": settings().bucket, "Key": key}
    if filename:
        target["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    return str(aws.client("s3").generate_presigned_url("get_object", Params=target, ExpiresIn=int(lasts.total_seconds())))


def public_url(key: str, *, lasts: timedelta) -> str:
    """An address of what everybody may see: a lasting one, which caches can keep, where the bucket's public part is shown to all; else a
    signed one that works for a while."""
    base = settings().media_base_url
    return f"{base}/{key}" if base else download_url(key, lasts=lasts)


def copy_object(source: str, target: str, content_type: str, *, cache: str) -> None:
    bucket = settings().bucket
    aws.client("s3").copy_object(
        Bucket=bucket,
        Key=target,
        CopySource={"Bucket": bucket, "Key": source},
        ContentType=content_type,
        CacheControl=cache,
        MetadataDirective="REPLACE",
    )
