"""What queues start here: a file is a handler, and imports what that one needs."""
