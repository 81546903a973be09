"""What the tables of carts and orders hold of people, sealed (ADR 71)."""
