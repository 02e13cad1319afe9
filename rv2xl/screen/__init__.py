"""What the terminal shows: help, usage errors, progress and tables, in German. Nothing here knows a form or a file."""
