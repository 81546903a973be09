"""Orders as staff see them: of its own, since a buyer's functions start without it (docs/adr/0034-what-a-function-imports.md)."""
