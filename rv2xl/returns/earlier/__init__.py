"""What was accepted in earlier years, read from their tidy tables, and returns held against it."""
