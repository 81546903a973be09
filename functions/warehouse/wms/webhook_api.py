"""The webhook of outside systems: what they picked, packed and did not find."""

from __future__ import annotations

from typing import Any

from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.warehouse.wms.schemas import AnswerOut
from functions.warehouse.wms.take_answer import take_answer

webhook_api = Api("warehouse")


@webhook_api.operation(
    "POST", "/v1/webhooks/wms/{warehouse_id}", summary="An outside warehouse system reports", raw_body=True, response=AnswerOut,
    headers=("webhook-id", "webhook-timestamp", "webhook-signature"),
    errors=[
        (400, "invalid_json"), (401, "forged"), (404, "not_found"), (409, "illegal_transition"), (409, "too_many_scanned"),
        (409, "not_all_scanned"), (409, "already_short"), (409, "webhook_id_reused"), (413, "payload_too_large"), (422, "unknown_line"),
        (422, "more_than_open"),
    ],
)  # fmt: skip
def wms_webhook(req: Request[Any, NoQuery]) -> Reply:
    """Signed as Standard Webhooks prescribe, with the `answers_secret`. `{"type": "pick.picked" | "pick.packed" | "pick.short", "data":
    {"pick_id", "lines": [{"line_id", "quantity"}]}}`; quantities are totals so far, so that their order does not matter. A message that
    was taken in is answered 200 again and changes nothing; one that is refused may be sent again."""
    return Reply(take_answer(req.path["warehouse_id"], req.headers, req.raw))
