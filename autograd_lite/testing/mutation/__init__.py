"""Rules broken on purpose, and what the laws say to them."""
