"""A merchant who imports and exports files, through the handlers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import boto3

from functions.catalog import app as catalog
from functions.platform import app as platform
from functions.shared.plain.settings import settings
from functions.stock import app as stock
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs

HEADER = ",".join(
    ["Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Variant SKU",
     "Variant Inventory Qty", "Variant Price", "Image Src"]
)  # fmt: skip


class Merchant:
    def __init__(self) -> None:
        self.catalog = Client(catalog.app, bearer("manager"), stock.app)
        self.platform = Client(platform.app, bearer("manager"))

    def send(self, data: str | bytes, *, media: str = "text/csv", query: str = "") -> Answer:
        raw = data if isinstance(data, bytes) else data.encode()
        return self.catalog.call("POST", f"/v1/admin/imports{query}", raw, {"content-type": media})

    def imported(self, data: str | bytes, *, media: str = "text/csv", query: str = "") -> dict[str, Any]:
        """The job after the import of a file."""
        started = self.send(data, media=media, query=query)
        assert started.status == 202, started.text
        run_jobs(catalog.work_on_jobs)
        return self.job(started.json["id"])

    def exported(self, file_format: str, **options: str) -> bytes:
        started = self.catalog.post("/v1/admin/exports", {"format": file_format, **options})
        assert started.status == 202, started.text
        run_jobs(catalog.work_on_jobs)
        job = self.job(started.json["id"])
        assert job["state"] == "succeeded", job
        key = urlsplit(job["result"]["url"]).path.removeprefix("/").removeprefix(f"{settings().bucket}/")
        data = bytes(boto3.client("s3").get_object(Bucket=settings().bucket, Key=key)["Body"].read())
        assert len(data) == job["result"]["size"]
        return data

    def job(self, job_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.platform.get(f"/v1/admin/jobs/{job_id}").json
        return found

    def rows(self, job: dict[str, Any], status: str = "") -> list[tuple[int, str, str | None]]:
        """(line, status, code) of every row."""
        asked = f"?limit=100&status={status}" if status else "?limit=100"
        page = self.platform.get(f"/v1/admin/jobs/{job['id']}/rows{asked}").json
        return [(row["line"], row["status"], row["code"]) for row in page["data"]]

    def product(self, slug: str) -> dict[str, Any]:
        listed = self.catalog.get("/v1/admin/products?limit=100").json["data"]
        product_id = next(one["id"] for one in listed if one["slug"] == slug)
        found: dict[str, Any] = self.catalog.get(f"/v1/admin/products/{product_id}").json
        return found

    def available(self, sku: str) -> int:
        return int(self.catalog.get(f"/v1/admin/stock/{sku}").json["available"])


def counts(job: dict[str, Any]) -> dict[str, int]:
    """What of the progress is not zero."""
    return {name: count for name, count in job["progress"].items() if count}
