"""Export → import → export gives the same bytes, in the same shop and in an empty one."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from functions.catalog import app as catalog
from functions.catalog.consumers import work_on_jobs as jobs_door
from functions.catalog.exports import run_export as worker
from tests.support.catalogue import Merchant, counts
from tests.support.jobs import run_jobs
from tests.support.tables import empty_tables

MEDIA = {"shopify_csv": "text/csv", "ndjson": "application/x-ndjson"}


def _line(slug: str, **fields: Any) -> dict[str, Any]:
    return {"slug": slug, "title": {"zh": f"商品 {slug}"}, **fields}


def _variant(sku: str, **fields: Any) -> dict[str, Any]:
    return {"sku": sku, "price": {"amount": 12345, "currency": "CNY"}, **fields}


ODD = [
    _line("plain", published=False, variants=[_variant("P", stock=2)]),
    _line("nothing"),
    _line(
        "formula",
        title={"zh": '=HYPERLINK("http://x")', "en": "+1"},
        description={"zh": '<p>引号 "x", 逗号</p>\n第二行', "en": "<p>é 😀 中</p>\r\n-end"},
        tags=["@a", "with, comma", "'quoted"],
        brand={"name": {"zh": "=品牌", "en": "Brand"}, "external_id": "b-1"},
        category=[{"name": {"zh": "根 > 根", "en": "Root"}}, {"name": {"zh": "叶"}}],
        seo={"title": {"zh": "-seo"}},
        metadata={"k": "=v"},
        attributes=[{"name": {"zh": "材质"}, "value": {"zh": "木", "en": "wood"}}],
        images=[{"url": "https://img.example/a.jpg", "alt": {"zh": "图", "en": "picture"}}, {"url": "/local/b.png"}],
        options=[{"name": "颜色", "values": ["红", "蓝", "没有"]}, {"name": "B", "values": ["1"]}, {"name": "C", "values": ["1"]},
                 {"name": "D", "values": ["=1", "2"]}],
        variants=[
            _variant("-SKU1", options={"颜色": "蓝", "B": "1", "C": "1", "D": "=1"}, stock=5, barcode="+690", external_id="v"),
            _variant("SKU2", options={"颜色": "红", "B": "1", "C": "1", "D": "2"}, list_price={"amount": 20000, "currency": "CNY"}),
        ],
        published=True,
    ),
    _line(
        "prices",
        variants=[_variant("M", cost={"amount": 1, "currency": "CNY"}, prices=[{"price": {"amount": 999, "currency": "USD"}}])],
    ),
    _line("yen", external_id="ext, 1", variants=[{"sku": "Y", "price": {"amount": 500, "currency": "JPY"}, "stock": 0}]),
]  # fmt: skip


@pytest.fixture
def filled(merchant: Merchant) -> Merchant:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in ODD)
    job = merchant.imported(text, media="application/x-ndjson")
    assert counts(job) == {"total": 5, "done": 5, "created": 5}, merchant.rows(job)
    return merchant


@pytest.mark.parametrize("file_format", ["shopify_csv", "ndjson"])
def test_importing_an_export_changes_nothing(filled: Merchant, file_format: str) -> None:
    """A04"""
    first = filled.exported(file_format)
    job = filled.imported(first, media=MEDIA[file_format])
    assert counts(job) == {"total": job["progress"]["total"], "done": job["progress"]["total"], "unchanged": job["progress"]["total"]}
    assert filled.exported(file_format) == first


@pytest.mark.parametrize("file_format", ["shopify_csv", "ndjson"])
def test_an_empty_shop_filled_from_an_export_gives_the_same_export(filled: Merchant, file_format: str) -> None:
    """A04, X11"""
    first = filled.exported(file_format)
    others = {other: filled.exported(other) for other in MEDIA if other != file_format}
    empty_tables()
    job = filled.imported(first, media=MEDIA[file_format])
    assert counts(job) == {"total": job["progress"]["total"], "done": job["progress"]["total"], "created": job["progress"]["total"]}
    assert filled.exported(file_format) == first
    for other, data in others.items():
        assert filled.exported(other) == data


def test_an_export_says_what_was_written(filled: Merchant) -> None:
    """X10"""
    lines = [json.loads(line) for line in filled.exported("ndjson").splitlines()]
    assert [line["slug"] for line in lines] == ["formula", "nothing", "plain", "prices", "yen"]
    formula = next(line for line in ODD if line["slug"] == "formula")
    assert {name: lines[0][name] for name in ("metadata", "attributes", "tags", "published", "title", "images")} == {
        name: formula[name] for name in ("metadata", "attributes", "tags", "published", "title", "images")
    }


def test_no_cell_of_a_csv_is_a_formula(filled: Merchant) -> None:
    text = filled.exported("shopify_csv").decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=HYPERLINK" in text


def test_only_one_status_is_exported_on_request_and_an_empty_export_is_a_header(filled: Merchant) -> None:
    assert [json.loads(line)["slug"] for line in filled.exported("ndjson", status="published").splitlines()] == ["formula"]
    assert filled.exported("ndjson", status="unpublished") == b""
    assert filled.exported("shopify_csv", status="unpublished").startswith(b"Handle,Title,Body (HTML),Vendor")


def test_an_export_goes_on_in_further_calls(filled: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    """X38"""
    whole = filled.exported("ndjson")
    monkeypatch.setattr(worker, "PART", 1)
    runner = {"catalog.export": lambda job, _: worker.run_export(job, iter([False, True]).__next__)}
    monkeypatch.setattr(jobs_door, "_RUNNERS", runner)
    started = filled.catalog.post("/v1/admin/exports", {"format": "ndjson"})
    assert run_jobs(catalog.work_on_jobs) == 5
    job = filled.job(started.json["id"])
    assert (job["state"], job["progress"]["done"], job["result"]["size"]) == ("succeeded", 5, len(whole))


@pytest.mark.parametrize("body", [{}, {"format": "xlsx"}, {"format": "ndjson", "status": "lost"}, {"format": "ndjson", "x": 1}])
def test_unknown_formats_are_refused(merchant: Merchant, body: dict[str, Any]) -> None:
    assert merchant.catalog.post("/v1/admin/exports", body).status == 422
