"""Cases: opened by buyers, decided by staff or by time, received, paid back."""
