"""What a restore is going to do, said before it does anything; and what is left for people to do after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from infra.restore.backups import Backup
from infra.restore.copies import Copy
from infra.restore.sets import TableSet

_BEFORE = timedelta(hours=1)
"""How long before the moment an event may have been told to somebody who had not yet done what follows from it."""


def plan(copy: Copy, in_use: TableSet) -> Iterator[str]:
    past = f"the backup {copy.mark}, taken until {copy.past.taken_at:%H:%M:%S}" if isinstance(copy.past, Backup) else copy.mark
    yield f"Restore the stage {in_use.stage} to {past}"
    yield f"1. {len(copy.target.restored)} tables are made: {copy.target}. The tables in use ({in_use}) stay as they are and cost storage."
    if newer := sorted(copy.target.unrestored):
        yield f"   Did not exist then and so stay as the base has them: {', '.join(newer)}."
    yield f"2. Each gets what AWS leaves behind, as {copy.source} have it: stream, TTL, point-in-time recovery, deletion protection, tags."
    yield "3. They are compared and counted, and you are asked again. Until here nothing has changed for the shop."
    yield "4. All stacks are told to use them. What is written from now until then stays in the tables of before: close the shop"
    yield '   (`make deploy STAGE=… SET="ApiRateLimit=0 ApiBurstLimit=0"`), and open it afterwards in the same way.'
    yield "5. The search index is built anew."
    yield "What does not come back: accounts and passwords (the user pool), files (without --files), messages in queues; and what"
    yield "the world did since: money taken or given back, mails, parcels. If tables have auto scaling, resource policies or alarms of your"
    yield "own, set them again."


def switching(tables: TableSet) -> str:
    return f"All stacks of {tables.stage} are going to use {tables}."


def afterwards(copy: Copy) -> Iterator[str]:
    moment = copy.past.taken_at if isinstance(copy.past, Backup) else copy.past
    stage = f" --stage {copy.target.stage}"
    yield f"The stage {copy.target.stage} uses {copy.target}, as of {copy.mark}. What is left to do:"
    yield f"- shop republish{stage} --since {moment - _BEFORE:%Y-%m-%dT%H:%M:%S}     (what had happened but had not yet been heard of)"
    yield f"- shop redrive{stage}     (messages about what is gone now end there)"
    yield "- `reconcile-daily` lists the payments and refunds since that only the providers know of (up to seven days back)"
    yield f"- to go back to the tables of before: shop restore{stage} --use {copy.source.suffix or 'original'}"
