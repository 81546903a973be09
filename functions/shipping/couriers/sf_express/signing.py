"""The digest of a call: MD5 over content, time and check word, encoded as Java's URLEncoder does it.

Source: SF's documentation of digital signatures; Java leaves `*` and encodes `~`, Python the other way round.
"""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote_plus


def java_encoded(text: str) -> str:
    return quote_plus(text, safe="*").replace("~", "%7E")


def digest(content: str, timestamp: str, check_word: str) -> str:
    encoded = java_encoded(content + timestamp + check_word)
    return base64.b64encode(hashlib.md5(encoded.encode(), usedforsecurity=False).digest()).decode()
