"""The generated sections of the template, one module per kind of resource; what is written by hand is in `infra/template`."""
