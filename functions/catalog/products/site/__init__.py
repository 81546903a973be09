"""What search engines are told: the sitemap and robots.txt."""
