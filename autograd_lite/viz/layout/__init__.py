"""Where boxes, arrows and words stand: a layered layout of our own."""
