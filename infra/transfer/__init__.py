"""All of a deployment in documented files, and back from them into an empty one (ADR 63)."""
