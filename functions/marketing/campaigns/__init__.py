"""A segment, a template, a way and a time: each matching person is told once."""
