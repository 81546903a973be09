"""Talks to a shop over HTTP, as any client would."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3

from infra.local.trouble import Trouble

BUSY = (429, 503)
ATTEMPTS, LONGEST_WAIT = 5, 10.0


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def complaint(self) -> str:
        """One line about what went wrong."""
        if not isinstance(self.body, dict):
            return f"HTTP {self.status}"
        errors = "; ".join(f"{one.get('pointer')}: {one.get('detail')}" for one in self.body.get("errors") or [])
        said = self.body.get("detail") or self.body.get("title") or self.body.get("message") or ""
        return f"HTTP {self.status} {self.body.get('code', '')}: {said} {errors}".strip()


class ShopClient:
    """Keeps connections; can be used from several threads."""

    def __init__(self, base_url: str, token: str = "", timeout: float = 120.0) -> None:
        self.base_url = base_url.rstrip("/")
        self.token = token
        self._pool = urllib3.PoolManager(maxsize=16, retries=False, timeout=timeout)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Answer:
        """The answer, whatever its status. `body` is JSON, or bytes of the Content-Type in `headers`.

        A write carries an Idempotency-Key, a fresh one unless `key` is given. A shop that is busy is asked again under the same one.

        Raises Trouble when the shop cannot be reached.
        """
        sent = {"Accept": "application/json", "Accept-Language": "en", **(headers or {})}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if method != "GET":
            sent["Idempotency-Key"] = key or str(uuid.uuid4())
        data = None
        if isinstance(body, bytes):
            data = body
        elif body is not None:
            sent["Content-Type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False).encode()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self._pool.request(method, self.base_url + path, body=data, headers=sent)
            except urllib3.exceptions.HTTPError as error:
                raise Trouble(f"The shop at {self.base_url} does not answer; is it running (`make serve`)?") from error
            if answer.status not in BUSY or attempt == ATTEMPTS:
                break
            time.sleep(_wait(answer.headers.get("Retry-After", ""), attempt))
        return Answer(answer.status, _json(answer.data), answer.headers)

    def upload(self, form: Mapping[str, Any], data: bytes) -> None:
        """Send a file by a form that the shop has signed. Raises Trouble."""
        fields = {**form["fields"], "file": ("file", data)}
        try:
            answer = self._pool.request("POST", form["url"], fields=fields)
        except urllib3.exceptions.HTTPError as error:
            raise Trouble(f"The file could not be sent to {form['url']}.") from error
        if answer.status >= 300:
            raise Trouble(f"The file was not taken: HTTP {answer.status}.")

    def need(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        """The body of a successful answer. Raises Trouble with what the shop said otherwise."""
        answer = self.call(method, path, body, headers)
        if not answer.ok:
            raise Trouble(f"{method} {path}: {answer.complaint}")
        return answer.body


def _wait(retry_after: str, attempt: int) -> float:
    """Seconds: what the shop says, else longer each time."""
    return min(float(retry_after) if retry_after.isdecimal() else 2.0 ** (attempt - 1), LONGEST_WAIT)


def _json(data: bytes) -> Any:
    if not data:
        return None
    try:
        return json.loads(data)
    except ValueError:
        return data.decode("utf-8", "replace")
