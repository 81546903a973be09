"""The facts of each order as the shop would have gathered them, from what happened alone: with the windows, the facts and the payers' signs
of `functions/payments`, and counters in memory instead of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from benchmarks.risk.orders import Aftermath, Attempt, Happening
from functions.payments.model.payer import PayerSigns
from functions.payments.model.risk.assessment import ADDRESS, CARD, CUSTOMER, DEVICE, EMAIL, PLACE, WINDOWS
from functions.payments.model.risk.facts import Buy, Counts, Known, Person, RiskFacts, facts_of, with_payer
from functions.payments.model.risk.settings import RiskSettings
from functions.payments.risk.subjects import is_disposable, mailbox
from functions.shared.limits.windows import window_at

CURRENCY = "CNY"


@dataclass
class Memory:
    counts: dict[tuple[str, str, int], Counts] = field(default_factory=lambda: defaultdict(Counts))
    people: dict[str, Person] = field(default_factory=lambda: defaultdict(Person))
    cards: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    begun: set[str] = field(default_factory=set)

    def key(self, kind: str, subject: str, at: int) -> tuple[str, str, int]:
        return kind, subject, window_at(at, WINDOWS[kind], subject).end

    def count(self, kind: str, subject: str, at: int, **more: int) -> None:
        key = self.key(kind, subject, at)
        before = self.counts[key]
        self.counts[key] = replace(before, **{name: getattr(before, name) + number for name, number in more.items()})


def replayed(happened: Iterable[Happening], settings: RiskSettings) -> dict[str, RiskFacts]:
    """By order, as of its last attempt."""
    memory, found = Memory(), dict[str, RiskFacts]()
    for one in happened:
        if isinstance(one, Attempt):
            found[one.order] = _attempt(memory, one, settings)
        else:
            _aftermath(memory, one)
    return found


def _attempt(memory: Memory, one: Attempt, settings: RiskSettings) -> RiskFacts:
    subjects = {CUSTOMER: one.person, EMAIL: mailbox(one.email), ADDRESS: one.address, DEVICE: one.device, PLACE: one.place}
    counts = {kind: memory.counts[memory.key(kind, subject, one.at)] for kind, subject in subjects.items()}
    person, again = memory.people[one.person], one.order in memory.begun
    known = Known(**counts, person=person, cards=len(memory.cards[one.order]))
    buy = Buy(one.amount, CURRENCY, one.place, one.device, is_disposable(one.email, settings.disposable), again)
    facts = facts_of(buy, known, settings)
    if not again:
        memory.begun.add(one.order)
        for kind, subject in subjects.items():
            small = int(settings.is_small(one.amount, CURRENCY) and kind in (ADDRESS, DEVICE))
            memory.count(kind, subject, one.at, orders=1, small=small, strangers=facts.is_new if kind == PLACE else 0)
    card = memory.counts[memory.key(CARD, one.card, one.at)]
    if one.fails:
        memory.cards[one.order].add(one.card)
        for kind, subject in (subjects | {CARD: one.card}).items():
            if kind != PLACE:
                memory.count(kind, subject, one.at, declines=1)
        return facts
    memory.count(CARD, one.card, one.at, orders=1)
    memory.people[one.person] = replace(
        person,
        paid=person.paid + 1,
        spent=person.spent + one.amount,
        paid_in_currency=person.paid_in_currency + 1,
        places=person.places | {one.place},
        devices=person.devices | {one.device},
    )
    return with_payer(facts, PayerSigns(one.provider_risk, one.card_country), card, one.country)


def _aftermath(memory: Memory, one: Aftermath) -> None:
    person = memory.people[one.person]
    if one.kind == "refund":
        memory.people[one.person] = replace(person, refunds=person.refunds + 1)
    else:
        memory.people[one.person] = replace(person, disputes=person.disputes + 1)
