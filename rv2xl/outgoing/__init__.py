"""What goes out: issued workbooks, and what last year's return hands on."""
