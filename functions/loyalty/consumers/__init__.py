"""What queues and schedules start here: a file is a handler, and imports what that one needs."""
