"""From what a handler answers to the text that is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


def body_text(body: BaseModel | Mapping[str, Any] | str | bytes | None) -> str:
    if isinstance(body, BaseModel):
        return body.model_dump_json(by_alias=True)
    if isinstance(body, bytes):
        return body.decode()
    if isinstance(body, str) or body is None:
        return body or ""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
