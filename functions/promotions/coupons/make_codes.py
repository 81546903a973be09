"""A batch of unique codes as a job: made slice by slice, each slice once, the codes as a file in the end.

The batch has a random seed; the n-th code follows from it. A slice that was written before its worker died is recognised by its first
code and not written again, so a batch has exactly as many codes as were asked for, whatever happened.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from functions.platform import Job, JobFailed, Progress, ResultFile, TimeIsUp, begin_writes, hand_on, new_job, save, succeed
from functions.promotions.coupons.manage_coupons import definition
from functions.promotions.model.codes import key, made
from functions.promotions.model.coupon import Coupon, Distribution, State
from functions.promotions.store.due import set_due
from functions.promotions.store.records import CODE_SK, CodeRecord, PromotionsTable, code_pk
from functions.shared.events.contracts.promotions import CouponIssued
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import fresh
from functions.shared.outside.objects import put_object
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.records import find
from functions.shared.store.transactions import MAX_ACTIONS, Remember, put_new, transact

KIND = "promotions.codes"
SLICE = MAX_ACTIONS - 1


def start_batch(coupon_id: str, quantity: int, *, actor: Actor, remember: Remember[Job]) -> Job:
    """Raises NotFound, Conflict (409 `not_a_batch`) for a coupon whose codes are not unique ones."""
    if definition(coupon_id).distribution is not Distribution.BATCH:
        raise Conflict("This coupon does not have unique codes.", code="not_a_batch")
    spec = {"coupon_id": coupon_id, "quantity": str(quantity), "batch_id": fresh.new_id("bat")}
    job = replace(new_job(KIND, spec, actor=actor, start=True, stage="making"), progress=Progress(total=quantity))
    transact([*begin_writes(job), put_new(_seed_record(spec["batch_id"])), *remember(job)])
    return job


def _seed_record(batch_id: str) -> PromotionsTable:
    # Not in the job: staff who may read jobs need not be able to compute codes.
    return PromotionsTable(pk=f"BATCH#{batch_id}", sk="SEED", kind="seed", body=f'"{secrets.token_hex(32)}"')


def _seed(batch_id: str) -> bytes:
    record = find(PromotionsTable, f"BATCH#{batch_id}", "SEED")
    if record is None:
        raise JobFailed("seed_missing", "The batch was never begun.")
    return bytes.fromhex((record.body or "").strip('"'))


def run_batch(job: Job, time_is_up: TimeIsUp) -> None:
    coupon, seed = definition(job.spec["coupon_id"]), _seed(job.spec["batch_id"])
    quantity, done = int(job.spec["quantity"]), job.checkpoint.get("done", 0)
    unsaved = False
    while done < quantity:
        if time_is_up():
            hand_on(job, checkpoint={"done": done}, progress=_progress(quantity, done))
            return
        count = min(SLICE, quantity - done)
        _write_slice(coupon, job, seed, done, count)
        done += count
        # A checkpoint per slice would double the writes; what was done since the last one is recognised.
        unsaved = True
    if unsaved:
        job = save(job, stage="listing", checkpoint={"done": done}, progress=_progress(quantity, done))
    result = _file(job, seed, quantity)
    succeed(job, progress=_progress(quantity, done), result=result)


def _progress(quantity: int, done: int) -> Progress:
    return Progress(total=quantity, done=done, created=done)


def _write_slice(coupon: Coupon, job: Job, seed: bytes, first: int, count: int) -> None:
    batch = job.spec["batch_id"]
    records = [_code(coupon, made(seed, number), batch) for number in range(first, first + count)]
    payload = CouponIssued(coupon.id, batch, count)
    told = event_put(PromotionsTable, f"BATCH#{batch}", payload, subject=coupon.id, actor=job.actor, cause=f"{batch}#{first}")
    try:
        transact([*(put_new(record, _Exists()) for record in records), told])
    except _Exists as exists:
        known = find(CodeRecord, records[0].pk, CODE_SK)
        if known is None or known.batch_id != batch:
            raise JobFailed("code_collision", "A code of the batch exists already; make another batch.") from exists


class _Exists(Exception):
    pass


def _code(coupon: Coupon, code: str, batch_id: str) -> CodeRecord:
    record = CodeRecord(pk=code_pk(key(code)), sk=CODE_SK, kind="code", code=code, state=State.ISSUED.value, coupon_id=coupon.id)
    record.batch_id, record.campaign_id = batch_id, coupon.campaign_id
    record.expires_at = times.iso(coupon.rule.ends_at) if coupon.rule.ends_at else None
    set_due(record)
    return record


def _file(job: Job, seed: bytes, quantity: int) -> ResultFile:
    data = ("code\n" + "".join(made(seed, number) + "\n" for number in range(quantity))).encode()
    at = f"jobs/{job.id}/codes.csv"
    put_object(at, data, "text/csv")
    return ResultFile(at, f"codes-{job.spec['batch_id']}.csv", "text/csv", len(data))
