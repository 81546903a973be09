"""The order's page for whoever has a link to it, and how a lost link is sent anew."""
