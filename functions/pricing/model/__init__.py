"""Pure: no framework, no AWS, no clock, no randomness."""
