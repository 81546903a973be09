"""Lists of customers: one for each thing that they are found by (a posting), all in the same order, newest registered first, so that what
stands in several of them is found by walking them side by side. What somebody is found by lies with them, goes with them, and is a key by
which nobody learns what it was made of.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from functions.customers.model.findable import asked_for, tokens_of
from functions.customers.model.side_by_side import NEWEST, Clause, in_all
from functions.customers.store.records import FINDING_SK, CustomersTable, FindingRecord, customer_pk, posting_sk
from functions.shared.contact.emails import same_email
from functions.shared.contact.phones import digits_of, national_digits, normal_phone
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page, decode, encode
from functions.shared.plain.settings import settings
from functions.shared.sealing import look_up
from functions.shared.store.records import find_many

ALL = "all"
_KEY = 24
_FEWEST_DIGITS = 5


@dataclass(frozen=True)
class Finding:
    """`names` of postings; `place` in each of them. The rest is what lists show: masked."""

    id: str
    names: list[str]
    place: str
    email: str | None
    phone: str | None
    name: str
    language: str
    registered_at: str
    state: str
    consents: list[str]
    has_orders: bool


def email_name(email: str) -> str:
    return "e:" + look_up("customer email", same_email(email), length=_KEY)


def phone_names(phone: str) -> list[str]:
    """Of a number as it is kept: with the code of its country and without."""
    try:
        whole = normal_phone(phone, _regions())
    except ValueError:
        return [_digits_name("", digits_of(phone))]
    return [_digits_name("+", digits_of(whole)), _digits_name("", national_digits(whole))]


def name_names(names: Iterable[str]) -> list[str]:
    return [_word_name(token) for token in tokens_of(names)]


def clauses_of(text: str) -> list[Clause]:
    """What somebody who is looked for by this has to be found by: an address, a number in any spelling, or the words of a name."""
    text = unicodedata.normalize("NFKC", text).strip()
    if "@" in text:
        return [[email_name(text)]]
    digits = digits_of(text)
    if len(digits) >= _FEWEST_DIGITS and not any(c.isalpha() for c in text):
        return [list(dict.fromkeys(_spellings(text, digits)))]
    return [[_word_name(token)] for token in asked_for(text)]


def consent_name(purpose: str) -> str:
    return f"consent={purpose}"


def state_name(state: str) -> str:
    return f"state={state}"


def orders_name(has_orders: bool) -> str:
    return f"orders={'yes' if has_orders else 'no'}"


def found(clauses: Sequence[Clause], start: str, end: str, *, query: dict[str, Any], limit: int, cursor: str | None) -> Page[Finding]:
    """Who stands in a posting of each clause and registered from `start` on and before `end`. Each request is counted; a page may have
    fewer rows than asked for and more behind it."""
    after = decode(cursor, query)
    newest = after if isinstance(after, str) and after else (end or NEWEST)
    places, rest = in_all(clauses, start or "0", newest, limit=limit, read=_read)
    return Page(_findings(places), encode(rest, query) if rest else None)


def _read(name: str, start: str, place: str, piece: int) -> list[str]:
    between = CustomersTable.gsi1sk.between(start, place)
    asked = CustomersTable.gsi1.query(posting_sk(name), between, scan_index_forward=False, limit=piece, page_size=piece)
    return [record.gsi1sk for record in asked]


def _findings(places: Sequence[str]) -> list[Finding]:
    """Of those who are still there."""
    if not places:
        return []
    keys = [(customer_pk(place.rpartition("#")[2]), FINDING_SK) for place in places]
    known = find_many({FindingRecord: keys})
    records = [known.get((FindingRecord, *key)) for key in keys]
    return [record.content(Finding) for record in records if isinstance(record, FindingRecord)]


def _spellings(text: str, digits: str) -> Iterable[str]:
    """What it is with a code of a country in front; and as people of its country write it, unless it begins with one."""
    for spelling in (text, f"+{digits}"):
        try:
            yield _digits_name("+", digits_of(normal_phone(spelling, _regions())))
        except ValueError:
            continue
    if not text.startswith(("+", "00")):
        yield _digits_name("", digits.lstrip("0"))
        yield _digits_name("", digits)


def _regions() -> tuple[str, ...]:
    country = settings().default_country
    return (country,) if country else ()


def _digits_name(code: str, digits: str) -> str:
    return "p:" + look_up("customer phone", code + digits, length=_KEY)


def _word_name(token: str) -> str:
    return "w:" + look_up("customer name", token, length=_KEY)
