"""The agents table. What is kept of a session is sealed with its id, which is not in the table: whoever reads it reads nobody's address.

| item | pk | sk | attributes |
|---|---|---|---|
| checkout session | `SESSION#<hash of its id>` | `SESSION` | body (sealed session.Session), version, ttl |
| first answer by Idempotency-Key | `ANSWER#<hash of who and key>` | `ANSWER` | body (sealed answers.Kept), until (of the lease), ttl |
"""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

SESSION_SK, ANSWER_SK = "SESSION", "ANSWER"


class AgentsTable(Record):
    class Meta:
        table_name = table_name("agents")


class SessionRecord(AgentsTable):
    class Meta:
        table_name = table_name("agents")


class AnswerRecord(AgentsTable):
    """`lease`: until when (epoch, seconds) whoever began has it for themselves; 0 once it is answered."""

    class Meta:
        table_name = table_name("agents")

    lease = NumberAttribute(default=0)
