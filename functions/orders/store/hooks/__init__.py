"""What all processes know together of hooks that fail."""
