"""A definition checks itself when it is built."""
