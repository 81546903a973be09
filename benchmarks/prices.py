"""What the steps of a purchase cost by the prices of `infra/prices.yaml`; docs/cost.md says what is left out."""

from __future__ import annotations

from dataclasses import dataclass

from infra.prices import as_of, price

AS_OF = as_of()
READ_UNIT = price("read_unit")
WRITE_UNIT = price("write_unit")
API_REQUEST = price("api_request")
LAMBDA_REQUEST = price("lambda_request")
GB_SECOND_ARM = price("gb_second_arm")
SQS_REQUEST = price("sqs_request")
BUS_EVENT = price("bus_event")
# An assumption, not a measurement: what a warm call is billed on a function of this size, mostly waiting for DynamoDB.
BILLED_SECONDS = 0.05
MEMORY_GB = 1.0


@dataclass(frozen=True)
class Step:
    """One kind of call in a purchase: how often, and what one of them consumes."""

    name: str
    times: float
    read_units: float
    write_units: float
    over_http: bool = True
    events: int = 0
    messages: int = 0

    @property
    def usd(self) -> float:
        """Per purchase. A message is sent, received and deleted: three requests."""
        call = LAMBDA_REQUEST + BILLED_SECONDS * MEMORY_GB * GB_SECOND_ARM + (API_REQUEST if self.over_http else 0)
        data = self.read_units * READ_UNIT + self.write_units * WRITE_UNIT
        return self.times * (call + data + self.events * BUS_EVENT + 3 * self.messages * SQS_REQUEST)
