"""How people are named and reached, and where they live: one rule for each, used by every schema that takes one of them (docs/adr/0013)."""
