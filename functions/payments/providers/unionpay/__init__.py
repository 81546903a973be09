"""UnionPay ACP 5.1.0, signMethod 01 (providers.md §4.4)."""
