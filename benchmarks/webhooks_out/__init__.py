"""Outgoing events (ADR 73): nothing lost, nothing out of order, and what each costs."""
