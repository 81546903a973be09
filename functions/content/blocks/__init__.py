"""What articles and slots are made of: texts, pictures, videos, product cards as of now, articles; and how each is shown."""
