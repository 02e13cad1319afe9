"""Expressions as Excel formulas."""
