"""The domains of the shop, each a package; what all share is `shared`."""

import gc

# The interpreter looks for cycles after every 700 new objects. A start makes a hundred thousand that stay: a tenth of its CPU (ADR 34).
gc.set_threshold(150_000, 10, 10)
