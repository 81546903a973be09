"""R07: a Chinese e-invoice is an accounting voucher: who it is made out to is kept for thirty years, sealed, and then gone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from functions.invoices.model.fapiao import Colour, Fapiao, FapiaoState
from functions.invoices.model.title import Title, TitleKind
from functions.invoices.store.fapiao import FapiaoOfOrder, added, find_fapiao
from functions.privacy.app import app, keep_periods
from functions.privacy.retaining import old_orders
from functions.privacy.store.kept import Kept, opened_kept
from functions.privacy.store.records import KeptRecord
from functions.shared.outside import clock, fresh
from functions.shared.plain.bodies import load
from functions.shared.sealing import forget
from functions.shared.store.transactions import transact
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.planted import AT, said
from tests.integration.privacy.test_erasure import erased, in_clear
from tests.support.http import Client
from tests.support.identity import bearer


def kept() -> list[str]:
    return [load(Kept, one.body).kind for one in KeptRecord.scan(KeptRecord.kind == "kept") if load(Kept, one.body).kind == "fapiao"]


def test_its_title_is_kept_for_thirty_years_and_then_gone(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_orders, "FIRST_MONTH", "2053-01")
    title = Title(TitleKind.COMPANY, said(), said(), said(), said(), said(), said())
    one = Fapiao(
        fresh.new_id("fap"), person.order_id, "26000001", "cn", "sandbox", Colour.BLUE, title, "request#1", AT, FapiaoState.ISSUED,
        number="26112000000000000001", issued_at=AT, file_url=f"https://files.example.com/{said()}.pdf",
    )  # fmt: skip
    transact(added(FapiaoOfOrder(person.order_id, [], 0), one))
    assert find_fapiao(one.id).title == title
    told = erased(Client(app, bearer(subject=person.subject)))
    assert (told["state"], told["left"]) == ("done", 0)
    assert ("fapiao", one.id, "2056-12-24T00:00:00.000Z") in [(part["kind"], part["id"], part["until"]) for part in told["kept"]]
    assert in_clear() == []
    forget()
    left = find_fapiao(one.id)
    assert (left.number, left.title.name, left.title.tax_number, left.file_url) == (one.number, "", "", "")
    sealed = next(opened_kept(record) for record in KeptRecord.scan(KeptRecord.kind == "kept") if load(Kept, record.body).kind == "fapiao")
    assert (sealed["title.name"], sealed["file_url"]) == (title.name, one.file_url)
    for when, there in (((2056, 12, 23), ["fapiao"]), ((2056, 12, 24), [])):
        with clock.frozen(datetime(*when, 1, tzinfo=UTC)):
            keep_periods({}, None)
        assert kept() == there
