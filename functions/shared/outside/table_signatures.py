"""Signature Version 4 for calls that are a POST of JSON to a plain path: of tables, the bus, queues, and mails.

The result is botocore's own to the letter (a test compares them). Its class looks for what such a call cannot have, asks for the
headers one by one and makes the day's key anew for every call: a sixth of the CPU of a GetItem. Credentials come from botocore,
renewed when they end, and a repeated call is signed again, as ever (docs/adr/0036-what-a-warm-call-costs.md; rules: AWS Identity and Access
Management User Guide, "Create a signed AWS API request").
"""

from __future__ import annotations

import hmac
import re
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import AUTH_TYPE_MAPS, SIGNED_HEADERS_BLACKLIST, SIGV4_TIMESTAMP, SigV4Auth
from botocore.compat import get_current_datetime
from botocore.session import Session

_NAME = "v4-json-post"
_UNSIGNED = frozenset(SIGNED_HEADERS_BLACKLIST)
_OF_THE_SIGNATURE = ("Authorization", "X-Amz-Date", "X-Amz-Security-Token")
"""What an earlier try of the same call may have left."""
_SIGNED_AS_IT_IS = re.compile(r"/|(/[A-Za-z0-9_-]+)+")
_SIGNED = ("dynamodb", "eventbridge", "sqs", "sesv2")
"""As botocore's hooks name the services."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


class JsonPostAuth(SigV4Auth):  # type: ignore[misc] # botocore tells no types
    """Anything but a POST of bytes to a plain path is signed by botocore."""

    def add_auth(self, request: Any) -> None:
        host, path = _plain(request.url)
        body = request.data
        if (
            self.credentials is None
            or host is None
            or not isinstance(body, bytes)
            or not body
            or request.params
            or request.method != "POST"
        ):
            super().add_auth(request)
            return
        stamp, headers = get_current_datetime().strftime(SIGV4_TIMESTAMP), request.headers
        told = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
        for name in _OF_THE_SIGNATURE:
            if told.pop(name.lower(), None) is not None:
                del headers[name]
        headers["X-Amz-Date"] = told["x-amz-date"] = stamp
        if self.credentials.token:
            headers["X-Amz-Security-Token"] = told["x-amz-security-token"] = self.credentials.token
        told = {"host": host, **{name: value for name, value in told.items() if name not in _UNSIGNED}}
        names = sorted(told)
        signed = ";".join(names)
        lines = "".join([f"{name}:{told[name]}\n" for name in names])
        asked = f"POST\n{path}\n\n{lines}\n{signed}\n{sha256(body).hexdigest()}"
        scope = f"{stamp[:8]}/{self._region_name}/{self._service_name}/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(asked.encode()).hexdigest()}"
        key = _key_of_day(self.credentials.secret_key, stamp[:8], self._region_name, self._service_name)
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        scoped = f"{self.credentials.access_key}/{scope}"
        headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={scoped}, SignedHeaders={signed}, Signature={signature}"


@lru_cache(maxsize=8)
def _plain(url: str) -> tuple[str | None, str]:
    """The header `Host` of a URL that names a host and a path which is signed as it is; else None."""
    parts = urlsplit(url)
    path = parts.path or "/"
    if not _SIGNED_AS_IT_IS.fullmatch(path) or parts.query or parts.fragment or parts.username:
        return None, path
    if parts.hostname is None or ":" in parts.hostname:
        return None, path
    is_usual = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme))
    return parts.hostname if is_usual else f"{parts.hostname}:{parts.port}", path


@lru_cache(maxsize=4)
def _key_of_day(secret: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def sign_briefly(session: Session) -> None:
    """For every client of these services that the session makes from now on."""
    AUTH_TYPE_MAPS[_NAME] = JsonPostAuth
    for service in _SIGNED:
        session.register(f"choose-signer.{service}", _choose)


def _choose(signature_version: str, **_: Any) -> str | None:
    return _NAME if signature_version == "v4" else None
