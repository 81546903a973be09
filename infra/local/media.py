"""The bucket's public part under `/media`, as the distribution shows it on AWS: to everybody, without a signature."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web
from botocore.exceptions import ClientError

from infra.simulators.answers import Refused

if TYPE_CHECKING:
    from infra.local.aws import LocalAws

_PIECE = 256 * 1024
_PASSED = {"ContentType": "Content-Type", "CacheControl": "Cache-Control", "ETag": "ETag", "ContentRange": "Content-Range"}


class PublicMedia:
    def __init__(self, aws: LocalAws, bucket: str) -> None:
        self._client = aws.client("s3")
        self._bucket = bucket

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/media/{rest:.+}", self.show)

    async def show(self, request: web.Request) -> web.StreamResponse:
        part = {"Range": request.headers["Range"]} if "Range" in request.headers else {}
        found = await asyncio.to_thread(self._found, request.path.removeprefix("/"), part)
        headers = {name: str(found[key]) for key, name in _PASSED.items() if key in found}
        answer = web.StreamResponse(status=206 if "ContentRange" in found else 200, headers=headers)
        answer.content_length = found["ContentLength"]
        await answer.prepare(request)
        if request.method != "HEAD":
            read: Callable[[int], bytes] = found["Body"].read
            while piece := await asyncio.to_thread(read, _PIECE):
                await answer.write(piece)
        await answer.write_eof()
        return answer

    def _found(self, key: str, part: dict[str, str]) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self._client.get_object(Bucket=self._bucket, Key=key, **part)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                raise Refused(404, "not_found", "There is no such picture.") from error
            raise
        return found
