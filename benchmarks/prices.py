"""What AWS asks in us-east-1, USD, on demand, as known in November 2025; docs/cost.md says where from and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

AS_OF = "2025-11"
READ_UNIT = 0.125 / 1_000_000
WRITE_UNIT = 0.625 / 1_000_000
API_REQUEST = 3.50 / 1_000_000
LAMBDA_REQUEST = 0.20 / 1_000_000
GB_SECOND_ARM = 0.0000133334
SQS_REQUEST = 0.40 / 1_000_000
BUS_EVENT = 1.00 / 1_000_000
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
