"""What couriers send as JSON, with text that can be kept.

Systems that count text in halves of a character cut it within one (an emoji at the end of a remark); others have lost characters before.
A scan counts all the same: what cannot be written becomes a question mark.
"""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import BaseModel

from functions.shared.http.validation import load_json, parse
from functions.shared.plain.errors import Unreadable

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
_LOST = "\ufffd".encode()


def read_message(raw: bytes, model: type[M]) -> M:
    """Raises Unreadable, Invalid."""
    return parse(writable(load_json(raw)), model)


def writable(data: T) -> T:
    """The same JSON, each half of a character in it a question mark. Raises Unreadable for what is deeper than anybody means."""
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        mended: T = json.loads(text.encode("utf-8", "replace").replace(_LOST, b"?"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("The message is no JSON that can be read.", code="invalid_json") from error
    return mended
