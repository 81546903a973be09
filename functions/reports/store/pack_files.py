"""Packs that were made to be mailed: `report-packs/<report>.pdf` and `.png`, for 30 days."""

from __future__ import annotations

from functions.shared.outside.objects import get_object, put_object
from functions.shared.plain.deferred import dataclass

_TYPES = {"pdf": "application/pdf", "png": "image/png"}


@dataclass(frozen=True)
class ReportFile:
    name: str
    content_type: str
    content: bytes


def put_pack(report: str, pdf: bytes, png: bytes) -> None:
    put_object(_key(report, "pdf"), pdf, _TYPES["pdf"])
    put_object(_key(report, "png"), png, _TYPES["png"])


def report_files(report: str) -> list[ReportFile]:
    """Face: what is mailed of a report. Empty once its files are gone."""
    found = {kind: get_object(_key(report, kind)) for kind in _TYPES}
    return [ReportFile(f"report.{kind}", _TYPES[kind], data) for kind, data in found.items() if data is not None]


def _key(report: str, kind: str) -> str:
    return f"report-packs/{report}.{kind}"
