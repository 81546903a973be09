"""One-time codes: asked for, sent, and used once."""
