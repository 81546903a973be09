"""Orders that are placed: read, listed, searched, cancelled, received, annotated, checked every night."""
