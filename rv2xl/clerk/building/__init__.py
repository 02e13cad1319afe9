"""The workbook as it is delivered: built from its description, with its macros and what lies beside it."""
