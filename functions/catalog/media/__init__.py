"""Images and videos: uploaded, made in sizes, shown."""
