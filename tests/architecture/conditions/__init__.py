"""Each condition that a write of money or stock carries, with its test or with why there is none."""

from tests.architecture.conditions.none_possible import NONE_POSSIBLE
from tests.architecture.conditions.tested import TESTED

__all__ = ["NONE_POSSIBLE", "TESTED"]
