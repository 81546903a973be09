"""What is wrong with the products of a feed, page by page: read from its parts, those without a problem left out."""

from __future__ import annotations

from functions.catalog.feeds.feed import Feed, Problem
from functions.catalog.feeds.feed_records import state_of
from functions.catalog.feeds.files import PartMissing, read_part
from functions.shared.plain import pages
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unreadable

_PARTS_AT_ONCE = 3


@dataclass(frozen=True)
class Found:
    product_id: str
    problem: Problem


def list_problems(feed: Feed, *, limit: int, cursor: str | None) -> pages.Page[Found]:
    """In the order of products' ids. A page may hold fewer than `limit`, and not be the last. Raises Unreadable (400 `invalid_cursor`)."""
    query = {"list": "feed_problems", "feed": feed.code}
    product_id, skipped = _position(pages.decode(cursor, query))
    found: list[Found] = []
    parts = [part for part in state_of(feed.code).parts if part.problems]
    # The part that the product is in, and those after it.
    behind = sum(part.first <= product_id for part in parts[1:])
    for at, part in enumerate(parts[behind:], 1):
        try:
            made = read_part(feed, part.number)
        except PartMissing:  # made anew in this moment; the next call sees the new one
            made = {}
        for one in made.values():
            if one.id < product_id:
                continue
            for place, problem in enumerate(one.problems):
                if one.id == product_id and place < skipped:
                    continue
                if len(found) == limit:
                    return pages.Page(found, pages.encode({"product": one.id, "skipped": place}, query))
                found.append(Found(one.id, problem))
        if at == _PARTS_AT_ONCE and behind + at < len(parts):
            return pages.Page(found, pages.encode({"product": parts[behind + at].first, "skipped": 0}, query))
    return pages.Page(found, None)


def _position(told: object) -> tuple[str, int]:
    if told is None:
        return "", 0
    match told:
        case {"product": str(product_id), "skipped": int(skipped)} if skipped >= 0:
            return product_id, skipped
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
