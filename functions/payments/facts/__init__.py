"""What a provider established, applied to its payment: once, in whatever order it is told."""
