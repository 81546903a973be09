"""How the shop runs, for staff who look after it: schedules, queues and dead letters, dependencies, what was built."""
