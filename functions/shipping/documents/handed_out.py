"""A file to whoever asked for it: as the answer, or where it lies for a while."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from functions.shared.http.operation import Reply
from functions.shared.outside.objects import download_url, put_object

PDF = "application/pdf"
MOST_BYTES = 4_400_000
"""Lambda answers 6 MB (6,291,456 bytes) at most, and a file in base64 is a third larger."""
_LASTS = timedelta(minutes=10)


def handed_out(content: bytes, filename: str, headers: Mapping[str, str]) -> Reply:
    """The gateway gives bytes only to a caller whose Accept begins with `application/pdf`. To others, and if it is too large, it is lent at
    a signed address (302). The same papers lie at the same place; they are gone after a day."""
    if len(content) <= MOST_BYTES and headers.get("accept", "").split(",")[0].partition(";")[0].strip().lower() == PDF:
        return Reply(content, headers={"Content-Disposition": f'inline; filename="{filename}"'})
    key = f"documents/{hashlib.sha256(content).hexdigest()}.pdf"
    put_object(key, content, PDF)
    return Reply(None, status=302, headers={"Location": download_url(key, lasts=_LASTS, filename=filename)})
