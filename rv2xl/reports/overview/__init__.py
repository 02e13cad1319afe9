"""The overview of one Kreis under its agreement („Regionalübersicht“): what it says, once, and how that is written as workbook and page."""
