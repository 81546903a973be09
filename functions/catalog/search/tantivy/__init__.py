"""The engine tantivy: index files on S3 and /tmp."""
