"""Schedule `report-mails`: packs of periods that are over are made for the staff who want them by mail."""

from __future__ import annotations

from typing import Any

from functions.reports.packs.send_mails import send_mails
from functions.shared.events.runs import by_the_clock


@by_the_clock
def report_mails(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"reports": send_mails()}
