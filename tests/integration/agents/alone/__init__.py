"""What machines buy that is delivered nowhere."""
