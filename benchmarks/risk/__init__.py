"""A labelled set of made-up orders, and how well the rules of risk find the frauds in it (docs/adr/0072-risk.md)."""
