"""Local derivatives as text: from the source of a rule to what a textbook prints."""
