"""Steps of the migration of lists (infra/migrate.py) that are longer than a line of its table."""
