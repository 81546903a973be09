"""The world outside of the function: AWS, HTTP, clock, randomness, logs."""
