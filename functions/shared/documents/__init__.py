"""Documents of settings: each keeps all its versions, with who wrote it and when, and can be brought back to one."""
