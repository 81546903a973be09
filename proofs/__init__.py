"""The claims that decide whether a team trusts this shop, each proven by a command of its own (docs/proofs.md)."""
