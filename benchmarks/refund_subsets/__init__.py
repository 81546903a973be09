"""Every subset of pieces of random orders is paid back: together what was paid for them, and never more."""
