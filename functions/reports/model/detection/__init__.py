"""What is not as usual: hours of the shop beside those of the four weeks before. Pure arithmetic, no packages."""
