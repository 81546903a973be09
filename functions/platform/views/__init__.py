"""Views: how a list of the console is filtered, under a name, for one person, a role, or all staff."""
