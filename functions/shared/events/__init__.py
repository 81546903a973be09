"""Events: their envelope, their queues, their types."""
