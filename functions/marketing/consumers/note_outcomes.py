"""Queue `marketing-outcomes`: what became of messages and surveys that were requested here."""

from __future__ import annotations

from typing import Any

from functions.marketing.campaigns.figures import note_outcome, note_withheld
from functions.shared.events.batches import each_event
from functions.shared.outside.time_left import in_time


@in_time
def note_outcomes(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_event(event, {"message.noted": note_outcome, "survey.withheld": note_withheld}, consumer="marketing-outcomes")
