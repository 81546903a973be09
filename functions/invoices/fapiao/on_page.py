"""Face: an e-invoice is requested on the order's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from functions.invoices.fapiao.request import request_fapiao
from functions.invoices.model.fapiao import Fapiao
from functions.invoices.titles.schemas import TitleIn
from functions.shared.events.envelope import Actor
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Write


def request_on_page(order_id: str, form: Mapping[str, str], *, actor: Actor) -> None:
    """`form` has `kind`, `name` and `tax_number`. Raises Invalid (422 `title_wrong`), and what a request raises."""
    sent = {name: form.get(name, "").strip() for name in ("kind", "name", "tax_number")}
    try:
        title = TitleIn.model_validate(sent if sent["kind"] == "company" else {**sent, "tax_number": ""}).title()
    except ValidationError as error:
        raise Invalid.field("/title", "title_wrong", "A name is needed, and a company's unified social credit code.") from error
    request_fapiao(order_id, title, actor=actor, remember=_nothing)


def _nothing(_made: Fapiao) -> Sequence[Write]:
    return ()
