"""What customers let the shop keep of how they pay."""
