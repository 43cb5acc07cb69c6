"""How the database of tickets came to be."""
