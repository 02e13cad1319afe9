"""A form becomes cells."""
