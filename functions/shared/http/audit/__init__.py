"""What the edge tells the audit log."""
