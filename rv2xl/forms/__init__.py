"""The official forms, one module each, definitions only."""
