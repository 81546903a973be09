"""What people agreed to, by purpose and by the words that they were shown."""
