"""The invoices table and the keys of its items; README.md lists every access pattern."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from functions.invoices.model.series import Series
from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

DOCUMENT_SK, FILES_SK, ACCOUNT_SK = "DOC", "FILES", "ACCOUNT"
FAPIAO_SK, LOGIN_SK, TITLES_SK = "FAPIAO", "LOGIN", "TITLES"
DOCUMENTS = "DOCUMENTS"
SETTINGS = "SETTINGS"


DOCUMENTS_OF = "INVOICES_OF"


class InvoicesTable(Record):
    class Meta:
        table_name = table_name("invoices")


class DocumentRecord(InvoicesTable):
    """pk `INV#<id>`, sk `DOC`, written once; listed `DOCUMENTS#<shard>` / time of issue, id; gsi1 `ORDER#<order number>`, gsi2
    `NUMBER#<number>`. `body` is document.Document."""

    class Meta:
        table_name = table_name("invoices")


class FilesRecord(InvoicesTable):
    """pk `INV#<id>`, sk `FILES`, written once: the digests of what was made of the document, and so where it lies."""

    class Meta:
        table_name = table_name("invoices")

    pdf = UnicodeAttribute()
    xml = UnicodeAttribute()


class AccountRecord(InvoicesTable):
    """pk `ORD#<order>`, sk `ACCOUNT`: the ids of its documents, the oldest first. Whoever issues one raises its version."""

    class Meta:
        table_name = table_name("invoices")


class SeriesRecord(InvoicesTable):
    """pk and sk `SERIES#<entity>#<name>#<year>`: its version is the last number that was given."""

    class Meta:
        table_name = table_name("invoices")


def document_pk(document_id: str) -> str:
    return f"INV#{document_id}"


def account_pk(order_id: str) -> str:
    return f"ORD#{order_id}"


def series_pk(series: Series) -> str:
    return f"SERIES#{series.entity_id}#{series.name}#{series.year or 'all'}"


def number_key(number: str) -> str:
    return f"NUMBER#{number.upper()}"


def order_key(order_number: str) -> str:
    return f"ORDER#{order_number}"


class FapiaoRecord(InvoicesTable):
    """pk `FAP#<id>`, sk `FAPIAO`; its events beside it. listed `FAPIAO#<state>#<shard>` / time and id; due `FAPIAO#<shard>` / when the
    provider is asked again, `LOGIN#<entity>` / since when it waits for that. `body` is fapiao.Fapiao."""

    class Meta:
        table_name = table_name("invoices")


class FapiaoOfOrderRecord(InvoicesTable):
    """pk `ORD#<order>`, sk `FAPIAO`: the ids of its e-invoices, the oldest first. Whoever adds one raises its version."""

    class Meta:
        table_name = table_name("invoices")


class LoginRecord(InvoicesTable):
    """pk `LOGIN#<entity>`, sk `LOGIN`; its events beside it. `body` is fapiao_login.Login."""

    class Meta:
        table_name = table_name("invoices")


class TitleBookRecord(InvoicesTable):
    """pk `CUS#<customer>`, sk `TITLES`. `body` is title.TitleBook."""

    class Meta:
        table_name = table_name("invoices")


class GoodsCodeRecord(InvoicesTable):
    """pk and sk `GOODS#<id of a variant, product or category>`. `body`: the 19 digits."""

    class Meta:
        table_name = table_name("invoices")


def fapiao_pk(fapiao_id: str) -> str:
    return f"FAP#{fapiao_id}"


def fapiao_in(state: str) -> str:
    return f"FAPIAO#{state}"


def login_pk(entity_id: str) -> str:
    return f"LOGIN#{entity_id}"


def titles_pk(customer_id: str) -> str:
    return f"CUS#{customer_id}"


def goods_pk(of: str) -> str:
    return f"GOODS#{of}"
