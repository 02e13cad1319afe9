"""Where what was issued stands now."""
