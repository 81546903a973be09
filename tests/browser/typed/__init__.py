"""What people type, and what becomes of it where lines are slow, sessions end and others are faster, in the browser."""
