"""Another address or number to sign in with: proven on both sides, then moved."""
