"""What the clock starts here: a file is a handler, and imports what that one needs."""
