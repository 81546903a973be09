"""What the stream and the queue of the audit log call."""
