"""What browsers tell: a schema per type of event, and why one is not taken.

Unknown fields are refused, ids are codes, and addresses of pages have no query: so nothing that names a person in clear gets in with an
event that is taken. Words that were searched for are left out where they look like an address or a number of somebody.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from functions.reports.model.attribution import Touch
from functions.reports.model.lake_row import BEHAVIOUR, Row
from functions.shared.contact.typed import could_name_somebody
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.lost_text import LOST

MOST_EVENTS, MOST_BYTES, MOST_DEEP = 500, 8 * 1024, 8
TOO_MUCH = ("too_large", "too_deep")
AHEAD, BACK = timedelta(minutes=5), timedelta(days=7)
"""How far a browser's clock may be ahead, and how late an event may come."""
BOTS = (
    "bot", "crawl", "spider", "slurp", "headless", "lighthouse", "pingdom", "preview", "facebookexternalhit", "curl/", "wget/", "python-",
    "go-http-client", "java/", "okhttp", "scrapy", "phantomjs", "monitor",
)  # fmt: skip
"""A user agent that has one of these (in lower case), or that is empty, is no person: its events are kept, marked, and counted nowhere."""
_NOBODYS_TEXT = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff{LOST}]")

Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
Path = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^/[^?#@\s]*$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Dwell = Annotated[int, Field(ge=0, le=86_400_000)]


class _Event(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: Code
    type: str
    at: Annotated[str, Field(max_length=40)]
    anonymous_id: Code
    session_id: Code
    channel: Literal["web", "app", "mini_program", "store"] = "web"
    path: Path = "/"
    dwell_ms: Dwell | None = None


class _Page(_Event):
    """page.viewed"""


class _Product(_Event):
    """product.viewed, product.clicked"""

    product_id: Code
    category_id: Code | None = None


class _Search(_Event):
    """search.made"""

    query: Annotated[str, Field(min_length=1, max_length=100)]
    results: Count


class _Cart(_Product):
    """cart.added"""

    quantity: Annotated[int, Field(ge=1, le=100_000)]


class _Checkout(_Event):
    """checkout.started, order.sent"""

    order_id: Code | None = None


class _Ad(_Event):
    """ad.clicked: a visit that begins at an advertisement, as the address of its first page says."""

    source: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
    campaign: Code
    keyword: Annotated[str, Field(max_length=100, pattern=r"^[^|\x00-\x1f]*$")] = ""
    click_id: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_.:~-]*$")] = ""


class _Seen(_Event):
    """experiment.seen: a variant of an A/B test was shown"""

    experiment: Annotated[str, Field(pattern=r"^exp_[0-9A-HJKMNP-TV-Z]{26}$")]
    variant: Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]


SCHEMAS: dict[str, type[_Event]] = {
    "ad.clicked": _Ad,
    "page.viewed": _Page,
    "product.viewed": _Product,
    "product.clicked": _Product,
    "search.made": _Search,
    "cart.added": _Cart,
    "checkout.started": _Checkout,
    "order.sent": _Checkout,
    "experiment.seen": _Seen,
}


@dataclass(frozen=True)
class Origin:
    """Of a batch: when it was received and as which, by whom (`cus_…` or empty), of a bot or not, and whether they agreed to be counted
    with a name of their own (purpose `analytics`). Without that, visits are counted, visitors are not."""

    received_at: str
    batch: str
    subject: str
    bot: bool
    named: bool


def is_bot(user_agent: str) -> bool:
    known = user_agent.lower()
    return not known or any(part in known for part in BOTS)


def row_or_reason(given: Any, position: int, origin: Origin, *, late: bool = False) -> Row | str:
    """The row of an event, or the code of why it is set aside: `too_deep`, `invalid_text` (characters that nobody types, or that were
    lost), `not_an_object`, `too_large`, `unknown_type`, `invalid_time`, `in_future`, `too_late` (not asked where `late` ones are taken), or
    `invalid:` with the first field that is wrong."""
    if reason := _unreadable(given):
        return reason
    if not isinstance(given, dict):
        return "not_an_object"
    if len(json.dumps(given)) > MOST_BYTES:
        return "too_large"
    kind = given.get("type")
    schema = SCHEMAS.get(kind) if isinstance(kind, str) else None
    if schema is None:
        return "unknown_type"
    try:
        read: Any = schema.model_validate(given)
        at = times.bounded(times.parse(read.at))
    except ValidationError as error:
        return "invalid:" + ".".join(str(part) for part in error.errors()[0]["loc"])[:64]
    except ValueError:
        return "invalid_time"
    received = times.parse(origin.received_at)
    if at > received + AHEAD:
        return "in_future"
    if at < received - BACK and not late:
        return "too_late"
    return _row(read.model_dump(exclude_none=True), times.iso(at), position, origin)


def _unreadable(given: Any) -> str:
    """No recursion: what browsers send may be deeper than the stack of who reads it again."""
    waiting = [(given, 0)]
    reason = ""
    while waiting:
        value, depth = waiting.pop()
        if depth > MOST_DEEP:
            return "too_deep"
        if isinstance(value, str) and _NOBODYS_TEXT.search(value):
            reason = "invalid_text"
        elif isinstance(value, dict):
            waiting += [(one, depth + 1) for pair in value.items() for one in pair]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
    return reason


def _row(read: dict[str, Any], at: str, position: int, origin: Origin) -> Row:
    visitor, session = read.pop("anonymous_id"), read.pop("session_id")
    if (query := read.get("query")) and could_name_somebody(query):
        read["query"] = ""
    if read["type"] == "ad.clicked":
        _as_touch(read)
    if read["type"] == "experiment.seen":
        read["query"] = f"{read.pop('experiment')}|{read.pop('variant')}"
    if not origin.named:
        visitor = session = ""
    subject = origin.subject if origin.named else ""
    of_origin = {"received_at": origin.received_at, "batch": origin.batch, "position": position, "bot": origin.bot}
    named: dict[str, Any] = {"source": BEHAVIOUR, "subject": subject, "visitor": visitor, "session": session}
    return Row(**read | {"at": at} | of_origin | named)


def _as_touch(read: dict[str, Any]) -> None:
    """Where it came from stands in the row's `query`. The click's own id is not kept: nothing here asks the source about it."""
    read.pop("click_id", None)
    keyword = read.pop("keyword", "")
    read["query"] = Touch(read.pop("source"), read.pop("campaign"), "" if could_name_somebody(keyword) else keyword).text
