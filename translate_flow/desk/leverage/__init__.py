"""What is known already: the memory, terms, earlier translations, machines."""
