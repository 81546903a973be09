"""Coming back from another provider: signed in as the customer whose external id it is.

Who has an unknown one gets an account. It is joined to an account that is there by its e-mail address only if the provider and the shop
both say that the address is theirs, and never to one of staff; an address that the provider has not verified says nothing, and is not
looked at.
"""

from __future__ import annotations

from functions.customers.accounts.sign_in import enter
from functions.customers.external.links import link_of
from functions.customers.external.providers.configured import configured
from functions.customers.model.customer import Method
from functions.customers.model.external import ExternalPerson, Flow, Link, placeholder
from functions.customers.store import cognito, external_ids, flows
from functions.shared.auth.standing import standing_of
from functions.shared.events.contracts.customers import ExternalLoginLinked
from functions.shared.outside import fresh
from functions.shared.plain.errors import Conflict, Unauthenticated, Unavailable
from functions.shared.plain.ids import customer_id, subject_of
from functions.shared.store.again import again


def come_back(code: str, given: str, *, state: str, session: str) -> cognito.Tokens:
    """Raises Unauthenticated (401 `invalid_session`, `external_refused`), Conflict (409 `link_required`), Unavailable, and what `enter`
    does: a second factor is asked for here as everywhere."""
    flow = flows.take(state, session)
    if flow.provider != code or flow.person:
        raise flows.visit_over()
    person = configured(code).provider.person(flow, given)
    link = link_of(person)
    try:
        account = _whose(link) or _new(flow, person, link)
    except external_ids.JustErased as error:
        raise flows.visit_over() from error
    except external_ids.Taken:
        # Two came back at once: the first one's account it is.
        if (found := _whose(link)) is None:
            raise
        account = found
    return enter(account, Method.PROVIDER)


def _whose(link: Link) -> cognito.Account | None:
    holder = external_ids.holder(link.keys)
    if holder is None:
        return None
    account = cognito.account_of(subject_of(holder))
    if account is None:
        raise Unauthenticated("This account cannot be used.", code="invalid_credentials")
    again(lambda: _complete(holder, link))
    return account


def _complete(holder: str, link: Link) -> None:
    """A name that the provider tells only now finds them from now on, too."""
    links, version = external_ids.links_of(holder)
    known = links.of(link.provider)
    if known is None or set(link.keys) <= set(known.keys):
        return
    whole = Link(known.provider, (*known.ids, *_more(link.ids, known.ids)), (*known.keys, *_more(link.keys, known.keys)), known.linked_at)
    told = ExternalLoginLinked(holder, link.provider)
    external_ids.keep(holder, links.linking(whole), version, new=whole, told=told)


def _more(new: tuple[str, ...], known: tuple[str, ...]) -> list[str]:
    return [one for one in new if one not in known]


def _new(flow: Flow, who: ExternalPerson, link: Link) -> cognito.Account:
    """Again, after a crash: the same account."""
    account = _by_email(who.email) if who.email else None
    if account is None:
        login = who.email or placeholder(link.keys[0])
        cognito.make(login, name=who.name, language=flow.language, proven=bool(who.email))
        # Known to nobody: they come by this provider, by codes, or set one with a code.
        cognito.set_password(login, f"{fresh.new_token()}-Aa0")
        account = cognito.account_of(login)
    if account is None:
        raise Unavailable("The account was there a moment ago.")
    again(lambda: _link(customer_id(account.subject), link))
    return account


def _by_email(email: str) -> cognito.Account | None:
    """Raises Conflict: the account that has this address is joined by its owner, signed in, only."""
    account = cognito.account_of(email)
    if account is None:
        return None
    if account.status == cognito.UNCONFIRMED:
        # Begun before registrations were kept apart; nobody has proven it, the caller has proven the address.
        cognito.delete(email)
        return None
    works_here = bool(standing_of(customer_id(account.subject)).permissions)
    if works_here or account.status != cognito.CONFIRMED or cognito.contacts_of(account.subject).email != email:
        raise Conflict("Sign in first, and link this external account then.", code="link_required")
    return account


def _link(person: str, link: Link) -> None:
    links, version = external_ids.links_of(person)
    known = links.of(link.provider)
    if known is not None and set(known.keys) & set(link.keys):
        # Somebody came back with it at the same time.
        return
    if known is not None:
        raise Conflict("This account is linked to another account of this provider.", code="link_required")
    external_ids.keep(person, links.linking(link), version, new=link, told=ExternalLoginLinked(person, link.provider))
