"""Who is told what the shop would like them to know: segments, message campaigns, reminders, notices, broadcasts. Nobody needs its face."""
