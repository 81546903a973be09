"""moto, made quicker for thousands of tests: what it answers stays the same."""
