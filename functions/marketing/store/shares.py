"""Share links, influencers and what the shop sets of them, as they are stored.

A link is alive while the item in its owner's partition is there: so a customer who is erased has none, and an influencer who is switched
off brings nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from functions.marketing.model.share import Influencer, ShareLink, ShareRules
from functions.marketing.store.records import (
    CODE_SK,
    INFLUENCER_SK,
    INFLUENCERS,
    SHARES_KEY,
    FigureRecord,
    OpenRecord,
    ShareRecord,
    code_pk,
    figure_sk,
    owner_pk,
    share_sk,
)
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, dump_brief, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.again import again
from functions.shared.store.listing import in_partition, query_page
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Delete, Put, Remember, Update, Write, put_new, transact
from functions.shared.store.versions import check_version, locked_delete, locked_put

_OPENS, _ORDERS = "opens", "orders#"
_SEEN = timedelta(days=2)


@dataclass(frozen=True)
class LinkFigures:
    """`orders`, `commission`: by currency."""

    opens: int
    orders: dict[str, int]
    commission: dict[str, int]


def link_of(owner: str, product_id: str) -> ShareLink | None:
    return _link(find(ShareRecord, owner_pk(owner), share_sk(product_id)))


def live_link(code: str) -> ShareLink | None:
    """The link that has the code, while it is not ended. Two GetItems, three of an influencer."""
    known = _link(find(ShareRecord, code_pk(code), CODE_SK)) if code else None
    link = link_of(known.owner, known.product_id) if known else None
    if link is None or link.code != code:
        return None
    if ids.is_id("inf", link.owner):
        influencer = find_influencer(link.owner)
        return link if influencer and influencer.active else None
    return link


def link_writes(link: ShareLink) -> list[Write]:
    """A new one. The transaction raises Overtaken where its owner has one for the product."""
    owned = ShareRecord(pk=owner_pk(link.owner), sk=share_sk(link.product_id), kind="share_link", body=dump(link))
    named = ShareRecord(pk=code_pk(link.code), sk=CODE_SK, kind="share_code", body=dump(link))
    return [locked_put(owned, 0), put_new(named)]


def link_delete(link: ShareLink) -> Delete:
    """Its code stays taken. The transaction raises Overtaken when it is gone or another one."""
    return locked_delete(ShareRecord(pk=owner_pk(link.owner), sk=share_sk(link.product_id)), link.version)


def links_page(owner: str, *, limit: int, cursor: str | None) -> Page[ShareLink]:
    page = query_page(
        ShareRecord, owner_pk(owner), query={"list": "share_links", "owner": owner}, limit=limit, cursor=cursor,
        range_condition=ShareRecord.sk.startswith(share_sk("")),
    )  # fmt: skip
    return Page([link for record in page.data if (link := _link(record))], page.next_cursor)


def links_of(owner: str) -> list[ShareLink]:
    return [link for record in in_partition(ShareRecord, owner_pk(owner), beginning=share_sk("")) if (link := _link(record))]


def figures_of(code: str) -> LinkFigures:
    """One Query."""
    found = {one.sk.removeprefix(figure_sk("")): one for one in in_partition(FigureRecord, code_pk(code), beginning=figure_sk(""))}
    by_currency = {name.removeprefix(_ORDERS): one for name, one in sorted(found.items()) if name.startswith(_ORDERS)}
    return LinkFigures(
        int(found[_OPENS].number) if _OPENS in found else 0,
        {currency: int(one.number) for currency, one in by_currency.items()},
        {currency: int(one.amount) for currency, one in by_currency.items()},
    )


def open_writes(code: str, day: str, device: str, now: datetime) -> list[Write]:
    """One more opening. The transaction raises Exists where the device opened it that day."""
    seen = OpenRecord(pk=code_pk(code), sk=f"OPEN#{day}#{device}", kind="share_open", ttl=int((now + _SEEN).timestamp()))
    return [put_new(seen), Update(FigureRecord, code_pk(code), figure_sk(_OPENS), [FigureRecord.number.add(1)])]


def figure_add(code: str, currency: str, *, orders: int, commission: int) -> Update:
    table = FigureRecord
    return Update(table, code_pk(code), figure_sk(f"{_ORDERS}{currency}"), [table.number.add(orders), table.amount.add(commission)])


def find_influencer(influencer_id: str) -> Influencer | None:
    record = find(ShareRecord, owner_pk(influencer_id), INFLUENCER_SK) if ids.is_id("inf", influencer_id) else None
    return _influencer(record) if record else None


def influencer_names(owners: Iterable[str]) -> dict[str, str]:
    """Of those owners that are influencers, and have a name. A BatchGetItem for each hundred."""
    wanted = list(dict.fromkeys(one for one in owners if ids.is_id("inf", one)))
    found = find_many({ShareRecord: [(owner_pk(one), INFLUENCER_SK) for one in wanted]}, consistent=False) if wanted else {}
    known = [_influencer(record) for record in found.values() if isinstance(record, ShareRecord)]
    return {one.id: one.name for one in known if one.name}


def influencer_put(one: Influencer) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    body = dump_brief(replace(one, version=0))
    record = ShareRecord(pk=owner_pk(one.id), sk=INFLUENCER_SK, kind="influencer", body=body, version=one.version + 1)
    record.listed_pk, record.listed_sk = place(INFLUENCERS, one.id)
    return locked_put(record, one.version)


def influencers_page(*, limit: int, cursor: str | None) -> Page[Influencer]:
    """The newest first."""
    page = listed_page(ShareRecord, INFLUENCERS, query={"list": "influencers"}, limit=limit, cursor=cursor, newest_first=True)
    return Page([_influencer(record) for record in page.data], page.next_cursor)


def kept_rules() -> tuple[ShareRules, int]:
    """With their version, 0 where nobody set any. One GetItem."""
    record = find(ShareRecord, SHARES_KEY, SHARES_KEY)
    return (load(ShareRules, record.body), int(record.version)) if record else (ShareRules(), 0)


def change_rules(
    edit: Callable[[ShareRules], ShareRules], *, if_match: int | None, remember: Remember[ShareRules, int]
) -> tuple[ShareRules, int]:
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[ShareRules, int]:
        before, version = kept_rules()
        check_version(version, if_match)
        after = edit(before)
        record = ShareRecord(pk=SHARES_KEY, sk=SHARES_KEY, kind="share_rules", body=dump(after), version=version + 1)
        transact([locked_put(record, version), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def _link(record: ShareRecord | None) -> ShareLink | None:
    return replace(load(ShareLink, record.body), version=int(record.version)) if record else None


def _influencer(record: ShareRecord) -> Influencer:
    return replace(load(Influencer, record.body), version=int(record.version))
