"""docs/limits.md: how often what may be asked, as the code has it."""

from __future__ import annotations

from collections.abc import Iterator

from functions.shared.limits import rules
from functions.shared.limits.rules import GUARDS, Rule
from functions.shared.plain.settings import settings

_PER = {
    "address": "address",
    "customer": "customer",
    "body.login": "login",
    "body.email": "new address or number",
    "body.phone": "new address or number",
    "body.login+address": "login and address",
    "path.id": "cart",
    "order": "order",
    "card": "card",
}
_TEXT = """Beyond a limit the answer is 429 with `Retry-After` (seconds) and a problem document with the code `too_many_requests`
(`too_many_attempts` for accounts), before anything is done. Limited answers carry `X-RateLimit-Limit`, `X-RateLimit-Remaining` and
`X-RateLimit-Reset` (seconds until the window ends), of the limit that has the least room. Why it is so, and what it costs:
docs/adr/0060-keys-and-limits.md.

An address is what API Gateway (behind the distribution: CloudFront) saw, never what a header of the caller's says; a /64 of IPv6 counts as
one, and an IPv4 address written as IPv6 as what it is. Logins count whatever their case and width. Windows are fixed, and end at another
moment for each subject.

## Every call

| What | Calls a minute | Counted by | Set by |
|---|---|---|---|
| one address | {address} | each process for itself | `AddressCallsPerMinute` |
| one signed-in person | {customer} | each process for itself | `CustomerCallsPerMinute` |
| all callers of a stage | 60,000, 2,000 at once | API Gateway | `ApiRateLimit`, `ApiBurstLimit` |

Webhooks of providers and couriers count nowhere but at API Gateway. Answers that may be kept by caches do not carry the headers.

## What is guessed, sent, or tried out

*Wrong only*: what turns out right is given back, so that many people behind one address who do nothing wrong are not limited. *No table*:
what happens while the counters cannot be reached: `closed` answers 503, `open` lets each process count for itself.

{table}

Who signed in at a place (an address, with its login) within 90 days is counted as `sign_in.at_home` there and by nothing else: neither
somebody who guesses their password from everywhere nor a neighbour can keep them out. A login that is guessed is never locked; it waits
until its window ends, and signing in by a mailed code is counted apart.

Cards are typed in at the provider, so card testing is seen by what it does here: `payment.order` counts attempts to pay one order,
`declined_payment.…` payments that failed, for the address they were begun from, the customer, the order, and the card where its provider
tells a fingerprint of it (a card that is kept is refused before it is asked for, another one with its order), `declined_cards.order`
different cards that one order was declined with, `small_payment.address` payments of an amount that the rules of risk call small
(`small_amounts`). Further bounds that are not about time: 100 payments
of an order, five tries of a registration's code, of a one-time code and of a challenge, ten registrations and ten codes of a login an hour,
one mailed link of an order in ten minutes and five a day, 60 mails an hour to an address that nobody has proven.
"""


def limits() -> str:
    return _TEXT.format(
        address=f"{settings().address_calls_a_minute:,}",
        customer=f"{settings().customer_calls_a_minute:,}",
        table="\n".join(_table()),
    )


def _table() -> Iterator[str]:
    yield "| Limit | Per | At most | In | Counts | No table | Where |"
    yield "|---|---|---|---|---|---|---|"
    for name, (rule, where) in sorted(_rules().items()):
        counts = "wrong only" if rule.wrong or rule.told else "every call"
        fails = "closed" if rule.closed else "open"
        yield f"| `{name}` | {_PER[rule.per]} | {rule.most} | {_span(rule.seconds)} | {counts} | {fails} | {where} |"


_OF_PAYMENTS = (
    rules.PAYMENTS_OF, rules.DECLINES_FROM, rules.DECLINES_BY, rules.DECLINES_OF, rules.DECLINES_OF_CARD, rules.CARDS_OF, rules.SMALL_FROM,
)  # fmt: skip


def _rules() -> dict[str, tuple[Rule, str]]:
    where: dict[str, list[str]] = {}
    known: dict[str, Rule] = {}
    for operation, guard in GUARDS.items():
        for rule in (*guard.rules, *((guard.at_home,) if guard.at_home else ())):
            where.setdefault(rule.name, []).append(f"`{operation}`" + (f" with `{rule.when}`" if rule.when else ""))
            known.setdefault(rule.name, rule)
    for rule in _OF_PAYMENTS:
        where[rule.name] = ["`POST /v1/orders/{id}/payments`", "`POST /v1/orders/express`", "`POST /o/{signed}/pay`"]
        known[rule.name] = rule
    return {name: (rule, ", ".join(where[name])) for name, rule in known.items()}


def _span(seconds: int) -> str:
    return f"{seconds // 3600} h" if seconds >= rules.HOUR else f"{seconds // 60} min"
