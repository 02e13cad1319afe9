"""What stands in the cells of a package, in one pass of the parser."""
