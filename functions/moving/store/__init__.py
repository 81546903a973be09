"""Where files lie while they are worked on."""
