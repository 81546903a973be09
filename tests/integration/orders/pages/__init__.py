"""The order's page, its links, and how a lost one is sent anew."""
