"""What staff, machines and operators did: facts on their way into the audit log (`functions/audit`, ADR 61)."""
