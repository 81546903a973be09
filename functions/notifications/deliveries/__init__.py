"""Events go to endpoints outside: signed, tried again, logged."""
