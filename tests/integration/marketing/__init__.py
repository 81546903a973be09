"""Marketing on moto: the real handlers."""
