"""G01, G02, G05: what strangers tried on cases, with inputs that no other test has; nothing is written by what is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest

from functions.aftersales.app import app
from functions.aftersales.store.cases import pieces_of
from functions.aftersales.store.records import AftersalesTable
from functions.shared.plain.settings import settings
from tests.integration.aftersales.sold import Sold, sold_order
from tests.integration.aftersales.test_recall_pieces import paid_back_by_hand
from tests.integration.orders.buyer import a_variant, stock_of
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer

MUGS, PLATES = 0, 1
KINDS = ("return", "refund_only", "exchange", "repair", "reship", "claim")


def opened_with(sold: Sold, rows: list[dict[str, Any]], kind: str = "return", **more: Any) -> Answer:
    return sold.buyer.post(f"/v1/orders/{sold.id}/returns", {"kind": kind, "lines": rows, **more})


@pytest.mark.parametrize("kind", KINDS)
def test_more_than_was_bought_however_it_is_counted(sold: Sold, kind: str) -> None:
    """Twice in one call, by fractions, texts and numbers too large; of a line of another order."""
    other = sold_order(sold.shop, sold.queue, (5900, 9))
    variant = a_variant(stock=50, price=5900, sku="OTHER")
    extra = {"variant_id": variant} if kind == "exchange" else {}
    line, theirs = sold.order["lines"][MUGS]["id"], other.order["lines"][0]["id"]
    fault = {"reason": "damaged" if kind in ("reship", "claim", "repair") else "changed_mind"}
    more = {"evidence": [sold.evidence()]}
    row = {"line_id": line, "quantity": 2} | fault | extra
    bad: list[list[Any]] = [
        [row, row], [row | {"quantity": 4}], [row | {"quantity": 2.5}], [row | {"quantity": "2"}], [row | {"quantity": 0}],
        [row | {"quantity": -1}], [row | {"quantity": 10**12}], [row | {"quantity": True}], [row | {"line_id": theirs}], [],
        [row | {"line_id": line.upper()}], [row, row | {"line_id": f" {line}"}], [row, row | {"line_id": theirs}],
    ]  # fmt: skip
    for rows in bad:
        assert opened_with(sold, rows, kind, **more).status == 422, rows
    assert (pieces_of(sold.id).taken().total(), events_in(AftersalesTable, "return.requested")) == (0, [])
    assert stock_of(variant) == (50, 0)


@pytest.mark.parametrize("first", ["return", "refund_only", "reship", "claim", "withdrawn_by_hand"])
def test_no_piece_is_put_right_a_second_time(sold: Sold, first: str) -> None:
    """Whatever the first case was, and whatever the second one is called."""
    paid = {"return": 5900, "refund_only": 5900, "claim": 5900}.get(first, 0)
    if first == "return":
        case = sold.sent_back((MUGS, 1))
        sold.graded(case, (MUGS, 1, "as_new"))
    else:
        kind = first if first in KINDS else "refund_only"
        case = sold.opened((MUGS, 1), kind=kind, reason="damaged", evidence=[sold.evidence()])
        assert sold.staff(case, "approve", {}).status == 200
    sold.news()
    assert sold.given_back() == (paid or sold.given_back())
    before = sold.given_back()
    for kind in ("return", "refund_only", "reship", "claim"):
        tried = sold.open((MUGS, 3), kind=kind, reason="damaged", evidence=[sold.evidence()])
        assert (tried.status, tried.code) == (422, "line_quantity_exceeded"), kind
    rest = sold.opened((MUGS, 2), kind="refund_only", reason="damaged", evidence=[sold.evidence()])
    assert sold.staff(rest, "approve", {}).status == 200
    sold.news()
    assert sold.given_back() == before + 11_800
    assert sold.open((MUGS, 1)).code == "line_quantity_exceeded"


def test_a_piece_that_staff_paid_back_is_not_paid_by_a_case_too(sold: Sold) -> None:
    paid_back_by_hand(sold, MUGS, 3)
    tried = sold.open((MUGS, 1), kind="refund_only", reason="damaged", evidence=[sold.evidence()])
    if tried.status == 201:
        sold.staff(tried.json, "approve", {})
        sold.news()
        assert sold.seen(tried.json)["status"] in ("approved", "refunded")
    assert sold.given_back() == 3 * 5900


def form_of(sold: Sold) -> dict[str, Any]:
    offered = sold.buyer.post(f"/v1/orders/{sold.id}/evidence", {"filename": "cup.jpg", "content_type": "image/jpeg"})
    assert offered.status == 201, offered.text
    return dict(offered.json)


def test_evidence_by_copied_keys_is_nobodys(sold: Sold) -> None:
    """The bytes are sent to another order's key; an id of another order, of a case, of a medium of the shop; one id twice."""
    other = sold_order(sold.shop, sold.queue, (1000, 1))
    mine, theirs = form_of(sold), form_of(other)
    key = theirs["upload"]["fields"]["key"]
    assert (other.id in key, sold.id in mine["upload"]["fields"]["key"]) == (True, True)
    boto3.client("s3").put_object(Bucket=settings().bucket, Key=key, Body=b"\xff\xd8\xff")
    assert sold.open((MUGS, 1), evidence=[mine["id"]]).code == "evidence_missing"
    assert sold.open((MUGS, 1), evidence=[theirs["id"]]).code == "unknown_evidence"
    case = sold.opened((MUGS, 1), evidence=[sold.evidence()])
    for wrong in (case["id"], sold.id, key, "med_" + "0" * 26, theirs["id"].lower(), theirs["id"] + "\u200b", "../" + theirs["id"]):
        refused = sold.open((PLATES, 1), evidence=[wrong])
        assert refused.status == 422, wrong
    assert sold.open((PLATES, 1), evidence=[case["evidence"][0] if case.get("evidence") else sold.evidence()] * 100).status == 422
    for stranger in (other.buyer, Client(app, bearer()), Client(app)):
        assert stranger.get(f"/v1/returns/{case['id']}").status == 404
        late = stranger.post(f"/v1/returns/{case['id']}/evidence", {"filename": "a.jpg", "content_type": "image/jpeg"})
        assert late.status in (404, 422), late.text
    bad = [{"filename": "a.exe", "content_type": "application/x-msdownload"}, {"filename": "a.svg", "content_type": "image/svg+xml"},
           {"filename": "", "content_type": "image/png"}, {"filename": "a\u0000.png", "content_type": "image/png"},
           {"filename": "a.html", "content_type": "text/html"}]  # fmt: skip
    for body in bad:
        assert sold.buyer.post(f"/v1/orders/{sold.id}/evidence", body).status == 422, body


def test_what_is_sold_out_is_in_no_exchange_and_is_not_held_for_who_is_refused(sold: Sold) -> None:
    """One is left and two are asked for in one call; twenty ask for it at once; in another currency; the piece itself."""
    variant = a_variant(stock=1, price=5900, sku="LAST")
    mugs, plates = (sold.order["lines"][n]["id"] for n in (MUGS, PLATES))
    row = {"quantity": 1, "reason": "changed_mind", "variant_id": variant}
    both = opened_with(sold, [row | {"line_id": mugs}, row | {"line_id": plates}], "exchange")
    assert (both.status, both.code, stock_of(variant)) == (409, "out_of_stock", (1, 0))
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: opened_with(sold, [row | {"line_id": mugs}], "exchange"), range(20)))
    done = [one for one in answers if one.status == 201]
    assert len(done) == 1
    assert {one.status for one in answers} <= {201, 409, 503}
    assert stock_of(variant) == (0, 0)
    assert sold.mine(done[0].json, "cancel").status == 200
    sold.news()
    assert pieces_of(sold.id).taken().total() == 0


def test_an_excluded_kind_is_excluded_by_every_name(sold: Sold) -> None:
    """Return and exchange alike for a change of mind, as one line among others; the policy of a later day changes no open case."""
    owner = Client(app, bearer("owner"))
    before = sold.opened((PLATES, 1))
    made = owner.put("/v1/admin/return_policies", {"policies": [{"id": "all", "window_days": 7, "exclusion": "perishable"}]})
    assert made.status == 200, made.text
    variant = a_variant(stock=5, price=5900, sku="OTHER")
    for reason in ("changed_mind", "no_longer_needed", "too_small"):
        for kind in ("return", "exchange", "refund_only"):
            extra = {"variant_id": variant} if kind == "exchange" else {}
            rows = [row | extra for row in sold.lines((MUGS, 1), reason=reason)]
            tried = opened_with(sold, rows, kind)
            assert (tried.status in (409, 422), tried.code in ("return_excluded", "invalid")) == (True, True), (kind, reason, tried.text)
    mixed = sold.lines((MUGS, 1), reason="wrong_item") + sold.lines((PLATES, 1))
    assert opened_with(sold, mixed).code == "return_excluded"
    assert sold.staff(before, "approve", {}).status == 200
    assert stock_of(variant) == (5, 0)
