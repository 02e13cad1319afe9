"""What goes out of it: summaries for planners."""
