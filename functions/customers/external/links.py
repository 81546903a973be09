"""External accounts of a signed-in customer: linked by going there, and unlinked, unless nobody could sign in then."""

from __future__ import annotations

from functions.customers.external.providers.configured import configured
from functions.customers.factors.asked import ask_fresh
from functions.customers.model.external import ExternalPerson, Link, Links
from functions.customers.profile.profile import own_record
from functions.customers.store import cognito, external_ids, flows
from functions.customers.store.own_session import OwnSession
from functions.privacy import external_key
from functions.shared.events.contracts.customers import ExternalLoginLinked, ExternalLoginUnlinked
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.ids import customer_id
from functions.shared.store.again import again


def link_of(who: ExternalPerson) -> Link:
    return Link(who.provider, who.ids, tuple(external_key(one) for one in who.ids), times.iso(clock.now()))


def link(own: OwnSession, token: str, code: str, given: str, *, state: str, session: str) -> Links:
    """Again: the same. Raises Unauthenticated (401 `external_refused`), Conflict (409 `already_linked` where it is another customer's,
    `provider_linked` where they have another account there), Invalid (422), Unavailable."""
    person, flow = customer_id(own.subject), flows.take(state, session)
    if flow.provider != code or flow.person != person:
        raise flows.visit_over()
    own_record(person, token)
    new = link_of(configured(code).provider.person(flow, given))
    return again(lambda: _link(person, new))


def _link(person: str, new: Link) -> Links:
    links, version = external_ids.links_of(person)
    known = links.of(new.provider)
    if known is not None and not set(known.keys) & set(new.keys):
        raise Conflict("Unlink your other account of this provider first.", code="provider_linked")
    if known is not None and set(new.keys) <= set(known.keys):
        return links
    after = links.linking(new)
    external_ids.keep(person, after, version, new=new, told=ExternalLoginLinked(person, new.provider))
    return after


def unlink(own: OwnSession, code: str) -> Links:
    """Raises NotFound, Conflict (409 `last_way_in`), Forbidden (403 `challenge_required`)."""
    ask_fresh(own)
    return again(lambda: _unlink(own.subject, code))


def _unlink(subject: str, code: str) -> Links:
    person = customer_id(subject)
    links, version = external_ids.links_of(person)
    gone = links.of(code)
    if gone is None:
        raise NotFound("There is no such link.")
    after, contacts = links.without(code), cognito.contacts_of(subject)
    if not after.links and not (contacts.email or contacts.phone):
        raise Conflict("Nobody could sign in then: add an address or a number first.", code="last_way_in")
    external_ids.keep(person, after, version, gone=gone, told=ExternalLoginUnlinked(person, code))
    return after
