"""The regional report as a page for the browser: the same figures in tables and pictures, without a script."""
