"""Backups of a stage's tables, and how a stage comes to use restored ones (docs/operations.md, ADR 35)."""
