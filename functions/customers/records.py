"""The customers table. One customer is one partition: his record, his addresses, his events.

| item | pk | sk | attributes |
|---|---|---|---|
| customer | `CUS#<id>` | `CUSTOMER` | body, version, addresses (how many), default_address (its id) |
| address | `CUS#<id>` | `ADR#<id>` | body, version, is_default |
"""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from functions.shared.records import Record
from functions.shared.settings import table_name


class CustomersTable(Record):
    class Meta:
        table_name = table_name("customers")


class CustomerRecord(CustomersTable):
    """`default_address` is the one place that says which address is the default; a change of it is conditional on the old one."""

    class Meta:
        table_name = table_name("customers")

    addresses = NumberAttribute(default=0)
    default_address = UnicodeAttribute(null=True)


class AddressRecord(CustomersTable):
    class Meta:
        table_name = table_name("customers")

    is_default = BooleanAttribute(default=False)


CUSTOMER_SK = "CUSTOMER"
ADDRESS_PREFIX = "ADR#"


def customer_pk(customer_id: str) -> str:
    return f"CUS#{customer_id}"


def address_sk(address_id: str) -> str:
    return ADDRESS_PREFIX + address_id
