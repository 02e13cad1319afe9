"""What happens to workbooks in the field, done to a file part by part, and what the reader makes of it."""
