"""Gift cards in bulk, as a job: made slice by slice, each slice once, their codes as a file in the end.

The n-th code follows from a random seed, which is sealed and emptied at the end of the job: from then on the codes stand in the file alone.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import secrets
from dataclasses import replace

from functions.loyalty.model.card_code import code_of, shown
from functions.loyalty.model.stored import activate
from functions.loyalty.store.new_cards import IssuedCard, new_card
from functions.loyalty.store.records import SeedRecord, batch_key
from functions.loyalty.store.values import Booking, ValueKey, booked_values, code_put, value_of
from functions.loyalty.stored.issue_cards import MOST_CARDS, check_worth
from functions.platform import Job, JobFailed, Progress, ResultFile, TimeIsUp, begin_writes, hand_on, new_job, save, succeed
from functions.shared.events.envelope import Actor
from functions.shared.outside import fresh
from functions.shared.outside.objects import put_object
from functions.shared.plain import ids
from functions.shared.plain.money import Money
from functions.shared.sealing import opened_of_month, sealed_this_month
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Update, put_new, transact

KIND = "loyalty.gift_cards"
_SEED_SK, _MONTHS = "SEED", "gift_cards"


def start_cards(worth: Money, count: int, *, expires_at: str, reason: str, actor: Actor, remember: Remember[Job]) -> Job:
    """Raises Invalid (422 `no_value`, `over_already`)."""
    check_worth(worth, expires_at)
    batch = fresh.new_id("bat")
    spec = {"batch": batch, "count": str(count), "amount": str(worth.amount), "currency": worth.currency}
    spec |= {"expires_at": expires_at, "reason": reason}
    job = replace(new_job(KIND, spec, actor=actor, start=True, stage="making"), progress=Progress(total=count))
    seed = sealed_this_month(_MONTHS, batch, secrets.token_hex(32))
    record = SeedRecord(pk=batch_key(batch), sk=_SEED_SK, kind="card_seed", body=seed)
    transact([*begin_writes(job), put_new(record), *remember(job)])
    return job


def run_cards(job: Job, time_is_up: TimeIsUp) -> None:
    seed, count, done = _seed(job), int(job.spec["count"]), job.checkpoint.get("done", 0)
    while done < count:
        if time_is_up():
            hand_on(job, checkpoint={"done": done}, progress=_progress(count, done))
            return
        numbers = range(done, min(done + MOST_CARDS, count))
        _write_slice(job, [_card(job, seed, number) for number in numbers])
        done = numbers.stop
    job = save(job, stage="listing", checkpoint={"done": done}, progress=_progress(count, done))
    result = _file(job, [_card(job, seed, number) for number in range(count)])
    gone = Update(SeedRecord, batch_key(job.spec["batch"]), _SEED_SK, [SeedRecord.body.remove()])
    succeed(job, progress=_progress(count, done), result=result, writes=[gone])


def _seed(job: Job) -> bytes:
    batch = job.spec["batch"]
    record = find(SeedRecord, batch_key(batch), _SEED_SK)
    if record is None or not record.body:
        raise JobFailed("seed_missing", "The batch was never begun, or is done.")
    return bytes.fromhex(opened_of_month(_MONTHS, batch, record.body))


def _progress(count: int, done: int) -> Progress:
    return Progress(total=count, done=done, created=done)


def _card(job: Job, seed: bytes, number: int) -> IssuedCard:
    spec = job.spec
    code = code_of(hmac.digest(seed, str(number).encode(), hashlib.sha256))
    card_id = ids.derived_id("gft", spec["batch"], str(number))
    worth = Money(int(spec["amount"]), spec["currency"])
    return new_card(card_id, worth, batch=spec["batch"], expires_at=spec["expires_at"], code=code)


def _write_slice(job: Job, cards: list[IssuedCard]) -> None:
    """Nothing where a worker that died has written it."""
    if value_of(ValueKey(job.spec["currency"], cards[0].card.id)).version:
        return
    booking = Booking(job.actor, reason=job.spec["reason"])
    transact([*[code_put(one.card, one.code) for one in cards], *booked_values([activate(one.card) for one in cards], booking)])


def _file(job: Job, cards: list[IssuedCard]) -> ResultFile:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["id", "code", "amount", "currency", "expires_at"])
    rows.writerows([one.card.id, shown(one.code), one.card.worth, one.card.currency, one.card.expires_at] for one in cards)
    data, at = text.getvalue().encode(), f"jobs/{job.id}/gift_cards.csv"
    put_object(at, data, "text/csv")
    return ResultFile(at, f"gift-cards-{job.spec['batch']}.csv", "text/csv", len(data))
