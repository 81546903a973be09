"""Names of people: whatever people are called, but nothing that turns our mails into somebody else's advertisement."""

from __future__ import annotations

import re
import unicodedata

# Endings that mail programs turn into links. A dot in a name (J. R. R., St. John, Dr.Li) is none.
_ENDINGS = (
    "com|net|org|info|biz|edu|gov|io|app|dev|xyz|top|shop|site|online|club|vip|link|click|live|store|tech|website|space|fun|icu|ltd|work|"
    "asia|mobi|pro|name|cc|tv|cn|ru|uk|eu|tk|gq|ly|gg|gl|to"
)
_LINK = re.compile(
    rf"://|\bwww\.|\bhttps?\b|\bmailto:|[^\s@]@[^\s@]+\.|[\w-]{{2,}}\.(?:{_ENDINGS})(?![\w-])|[\w-]+\.[a-z]{{2,}}/",
    re.IGNORECASE,
)
# Joiners belong to names in Persian and Indian scripts; all other characters without width are there to hide something.
_JOINERS = "\u200c\u200d"
# Letters by category, blank by shape.
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"


def harmless_name(text: str) -> str:
    """A name that somebody else keeps for us: empty when it is none."""
    try:
        return person_name(text)
    except ValueError:
        return ""


def person_name(text: str) -> str:
    """The name without characters nobody can see. Raises ValueError: control characters, nothing to be seen, a link or an address."""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text):
        raise ValueError("a name has no control characters")
    seen = "".join(c for c in text if c not in _FILLERS and (unicodedata.category(c) not in ("Cf", "Co") or c in _JOINERS))
    seen = " ".join(seen.split())
    if text.strip() and not any(unicodedata.category(c)[0] in "LNPS" for c in seen):
        raise ValueError("a name is something that can be seen")
    plain = re.sub("[。｡．․]", ".", unicodedata.normalize("NFKC", seen.replace("\u200c", "").replace("\u200d", "")))
    if _LINK.search(plain):
        raise ValueError("a name is no link and no address")
    return seen
