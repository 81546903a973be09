"""Addresses that are not written to. The table has a keyed hash of each, and what lists show, which is masked."""

from __future__ import annotations

from functions.notifications.model.suppression import Suppression, Why
from functions.notifications.store.records import SUPPRESSION_SK, SUPPRESSIONS, SuppressionRecord, suppression_pk
from functions.shared.contact.emails import same_email
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.sealing import look_up
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Delete, Put, Remember, transact


def address_key(channel: str, address: str) -> str:
    """The same for every spelling of an address. Raises Unavailable while there is no key."""
    return f"{channel}-{look_up(f'suppressed {channel}', same_email(address) if '@' in address else address)}"


def suppression_of(key: str) -> Suppression | None:
    """One GetItem."""
    record = find(SuppressionRecord, suppression_pk(key), SUPPRESSION_SK)
    return load(Suppression, record.body) if record else None


def suppression_put(one: Suppression) -> Put:
    """A bounce stays what it is when a complaint comes, since it stops more. The transaction raises Overtaken then."""
    pk = suppression_pk(one.id)
    record = SuppressionRecord(pk=pk, sk=SUPPRESSION_SK, kind="suppression", body=dump(one))
    record.listed_pk, record.listed_sk = place(SUPPRESSIONS, f"{one.at}#{one.id}")
    weaker = SuppressionRecord.pk.does_not_exist()
    if one.why is Why.BOUNCED:
        weaker |= SuppressionRecord.body.contains(f'"{Why.COMPLAINED.value}"')
    return Put(record, weaker, Overtaken())


def suppressions(*, limit: int, cursor: str | None) -> Page[Suppression]:
    """Newest first."""
    page = listed_page(SuppressionRecord, SUPPRESSIONS, query={"list": SUPPRESSIONS}, limit=limit, cursor=cursor, newest_first=True)
    return Page([load(Suppression, one.body) for one in page.data], page.next_cursor)


def lift(suppression_id: str, *, remember: Remember[Suppression]) -> Suppression:
    """Raises NotFound."""
    found = suppression_of(suppression_id)
    if found is None:
        raise NotFound("This address is written to.")
    gone = SuppressionRecord(pk=suppression_pk(suppression_id), sk=SUPPRESSION_SK)
    transact([Delete(gone, SuppressionRecord.pk.exists(), NotFound("This address is written to.")), *remember(found)])
    return found
