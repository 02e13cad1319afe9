"""Lists that a clerk brings along (.csv, .xlsx, .xls, .ods): no forms of ours, columns found by their heads.

An .xlsx is read like all that comes back, the others by their libraries. A list that we wrote, and a clerk has worked on, is read with
openpyxl.
"""
