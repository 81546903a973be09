"""The objects of a feed: its parts, and the files made of them.

A part holds some thousand products: what is known of each (`Made`, one a line), and beside it what every file says of them, compressed. A
file is a compressed head, then the parts one after another, then a tail: gzip says that such members together are one file (RFC 1952, 2.2),
so a change costs the part that it is in, and copying the rest.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterable, Iterator, Sequence

from functions.catalog.feeds.feed import Feed, Kind, Made
from functions.catalog.feeds.feed_records import Part
from functions.catalog.feeds.formats import FORMS
from functions.shared.outside.objects import delete_object, get_object, put_object, put_stream
from functions.shared.plain.bodies import dump, load

PREFIX = "feeds"
_LEVEL = 6


class PartMissing(Exception):
    """An object of a part is gone: the feed is made anew."""


def file_key(code: str, kind: str) -> str:
    return f"{PREFIX}/{code}/{FORMS[kind].file}"


def read_part(feed: Feed, number: int) -> dict[str, Made]:
    """By product, in order. Raises PartMissing."""
    data = get_object(_part_key(feed.code, number, "made"))
    if data is None:
        raise PartMissing(number)
    found = (load(Made, line) for line in gzip.decompress(data).decode().splitlines())
    return {made.id: made for made in found}


def write_part(feed: Feed, number: int, made: Sequence[Made]) -> Part:
    """`made` in the order of ids, and not empty."""
    put_object(_part_key(feed.code, number, "made"), _packed(dump(one) + "\n" for one in made), "application/gzip")
    items = [one.item for one in made if one.item]
    for kind in feed.kinds:
        said = FORMS[kind].said
        put_object(_part_key(feed.code, number, kind), _packed(said(feed, item) for item in items), "application/gzip")
    rows, problems = sum(len(item.rows) for item in items), sum(len(one.problems) for one in made)
    return Part(made[0].id, number, len(items), rows, problems)


def write_files(feed: Feed, parts: Sequence[Part]) -> dict[str, int]:
    """Puts each file together; by kind its size in bytes, compressed. Readers get the old one until the new one is whole."""
    return {kind: _write_file(feed, parts, kind) for kind in feed.kinds}


def _write_file(feed: Feed, parts: Sequence[Part], kind: Kind) -> int:
    return put_stream(file_key(feed.code, kind), _members(feed, parts, kind), FORMS[kind].content_type, encoding="gzip")


def forget_parts(code: str, numbers: Iterable[int]) -> None:
    for number in numbers:
        for name in ("made", *FORMS):
            delete_object(_part_key(code, number, name))


def forget_files(code: str, *, but: Collection[str] = ()) -> None:
    for kind in FORMS.keys() - set(but):
        delete_object(file_key(code, kind))


def _members(feed: Feed, parts: Sequence[Part], kind: Kind) -> Iterator[bytes]:
    yield _packed([FORMS[kind].head(feed)])
    for part in parts:
        data = get_object(_part_key(feed.code, part.number, kind))
        if data is None:
            raise PartMissing(part.number)
        yield data
    yield _packed([FORMS[kind].tail])


def _part_key(code: str, number: int, name: str) -> str:
    return f"{PREFIX}/{code}/parts/{number}.{name}.gz"


def _packed(texts: Iterable[str]) -> bytes:
    return gzip.compress("".join(texts).encode(), _LEVEL, mtime=0)
