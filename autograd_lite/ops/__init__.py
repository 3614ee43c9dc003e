"""Operations, one block each, by family; importing a family registers it."""
