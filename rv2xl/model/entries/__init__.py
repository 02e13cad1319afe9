"""What somebody typed, and how it is read."""
