"""The agents table. What is kept of a session is sealed with its id, which is not in the table: whoever reads it reads nobody's address.

| item | pk | sk | attributes |
|---|---|---|---|
| checkout session | `SESSION#<hash of its id>` | `SESSION` | body (sealed session.Session), version, ttl |
| first answer by Idempotency-Key | `ANSWER#<hash of who and key>` | `ANSWER` | body (sealed answers.Kept), until (of the lease), ttl |
| order of an agent that has shown who it is | `ORDER#<order>` | `ORDER` | body (sealed told_orders.Told), told, ttl |
| what staff say of agents | `RULES` | `RULES` | body (rules.AgentRules), version |
| what staff's machines were told would happen | `CONFIRM#<hash of the token>` | `CONFIRM` | body (confirmations.Confirmation), ttl |
| cart of a buyer of a permalink | `LINK#<hash of buyer and goods>` | `LINK` | body (id of the cart), ttl |
| agent that a customer linked | `CUS#<customer>` | `LINKED#<hash of the agent>` | body (linking.Link), version |
| code, token or proof of linking, once used | `OAUTH#<kind>#<hash>` | as pk | body (sealed), state, ttl |
| what messages to them are signed with | `RULES` | `HOOK_SECRETS` | body (rules.HookSecrets, sealed), version |
"""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

SESSION_SK, ANSWER_SK, ORDER_SK, CONFIRM_SK, LINK_SK = "SESSION", "ANSWER", "ORDER", "CONFIRM", "LINK"
RULES_PK, RULES_SK, SECRETS_SK = "RULES", "RULES", "HOOK_SECRETS"


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


class OrderRecord(AgentsTable):
    """`told`: 1 once its agent was told of it."""

    class Meta:
        table_name = table_name("agents")

    told = NumberAttribute(default=0)


class ConfirmRecord(AgentsTable):
    class Meta:
        table_name = table_name("agents")


class LinkRecord(AgentsTable):
    class Meta:
        table_name = table_name("agents")


class LinkedRecord(AgentsTable):
    class Meta:
        table_name = table_name("agents")


class OAuthRecord(AgentsTable):
    """`state`: set once a code is used."""

    class Meta:
        table_name = table_name("agents")

    state = UnicodeAttribute(null=True)


class RulesRecord(AgentsTable):
    class Meta:
        table_name = table_name("agents")


def order_pk(order_id: str) -> str:
    return f"ORDER#{order_id}"
