"""Two versions of one form at a time: each read and checked by its own rules, what both have counted together."""
