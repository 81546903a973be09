"""Sales reports of any length as a file, made by a job."""
