"""What marketing knows of those who bought signed in, and what they did who were told something, or held out of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from functions.customers.profile.choosing import facts_of
from functions.marketing.knowing.note_order import after_told, credits_of, told_by
from functions.marketing.model.known import Bought, Known
from functions.marketing.store.people import bought_put, known_put
from functions.marketing.store.records import BoughtRecord, FigureRecord, MarketingTable, campaign_pk, person_pk, result_sk
from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import load
from functions.shared.store.records import Record
from infra.history.mailing_items import recipients
from infra.history.mailings import Mailing
from infra.history.names import agreed
from infra.history.people_items import as_customer, people_by_day
from infra.history.year import Year


def bought_items(told: Iterable[Envelope], mailings: Iterable[Mailing], registered: Mapping[str, datetime]) -> Iterator[Record]:
    """Each order as marketing keeps it once it heard everything. `told`: of whole orders."""
    known, versions = dict[tuple[str, str], Bought](), Counter[tuple[str, str]]()
    for envelope in sorted(told, key=lambda one: one.occurred_at):
        if not (found := told_by(envelope)) or not (customer := found[0].customer_id):
            continue
        name = (customer, found[0].order_id)
        before = known.get(name)
        after = after_told(before, *found)
        if after.counts and not (before and before.counts):
            after = replace(after, credited=credits_of(after, recipients(mailings, customer, registered[customer])))
        if after != before:
            known[name] = after
            versions[name] += 1
    for (customer, order), one in known.items():
        yield bought_put(customer, one, versions[customer, order] - 1).record


def people_known(year: Year) -> Iterator[Record]:
    """Counted from all orders that are written, those of the year's people alone."""
    people = {one.id: one for some in people_by_day(year).values() for one in some}
    orders, results = defaultdict[str, list[Bought]](list), Counter[tuple[str, str, int, str]]()
    amounts = Counter[tuple[str, str, int, str]]()
    for item in BoughtRecord.scan(MarketingTable.kind == "bought_order"):
        if (customer := item.pk.removeprefix(person_pk(""))) in people:
            one = load(Bought, item.body)
            orders[customer].append(one)
            for credit in one.credited:
                campaign, group, days = credit.split("#")
                results[campaign, group, int(days), one.currency] += int(one.counts)
                amounts[campaign, group, int(days), one.currency] += one.value
    for name, bought in orders.items():
        person = people[name]
        consents = sorted(str(purpose) for purpose, given in agreed(name).items() if given)
        of_account = Known(name, consents=consents, **vars(facts_of(as_customer(person))))
        yield known_put(of_account.with_orders(bought)).record
    for (sent, of, day, currency), many in results.items():
        sk = result_sk(of, day, currency)
        yield FigureRecord(pk=campaign_pk(sent), sk=sk, kind="campaign_result", number=many, amount=amounts[sent, of, day, currency])
