"""What a parcel weighs and how large it is, and what a service bills for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.sides import Sides, box_of, volume_of
from functions.shipping.model.carrier import Service


@dataclass(frozen=True)
class Measures:
    """Of a parcel. 0: not known. `goods_mm3`: what its goods take up together, as far as known; while nobody measured the parcel that is
    its volume, and its sides are those of a box that holds them."""

    weight_g: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    goods_mm3: int = 0

    @classmethod
    def of_goods(cls, weight_g: int, pieces: Iterable[tuple[Sides, int]]) -> Measures:
        """Of pieces that nobody has packed yet. `pieces`: how many there are of each size, empty where it is not known."""
        counted = tuple(pieces)
        length, width, height = box_of(counted) or (0, 0, 0)
        return cls(weight_g, length, width, height, sum(volume_of(sides) * count for sides, count in counted))

    @property
    def sized(self) -> bool:
        return bool(self.length_mm and self.width_mm and self.height_mm)

    @property
    def volume_mm3(self) -> int:
        return self.goods_mm3 or self.length_mm * self.width_mm * self.height_mm


def billed_weight(service: Service, measures: Measures) -> int:
    """Grams: what it weighs or what its volume stands for, whichever is more, rounded up to the service's step.

    With a divisor of 6,000 cm³ per kilogram, 6,000 mm³ weigh a gram: the two scales differ by a thousand each.
    """
    by_volume = -(-measures.volume_mm3 // service.volume_divisor) if service.volume_divisor else 0
    grams = max(measures.weight_g, by_volume)
    return -(-grams // service.step_g) * service.step_g if service.step_g else grams
