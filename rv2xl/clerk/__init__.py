"""Konsolidierung.xlsm: the workbook with which Sachbearbeitung checks, decides, consolidates and answers.

One description (`sheets`) of its sheets, names and buttons; from it the workbook is built, read and written, open in Excel or closed.
"""
