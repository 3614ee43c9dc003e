"""Pages that work from disk: the interactive picture, and back-propagation step by step."""
