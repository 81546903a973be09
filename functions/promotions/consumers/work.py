"""Queue `promotion-jobs`: batches of codes, simulations."""

from __future__ import annotations

from typing import Any

from functions.platform import work_on_jobs
from functions.promotions.campaigns import simulate
from functions.promotions.coupons import make_codes
from functions.shared.outside.time_left import in_time


@in_time
def work(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    runners = {make_codes.KIND: make_codes.run_batch, simulate.KIND: simulate.run_simulation}
    return work_on_jobs(event, runners, consumer="promotion-jobs")
