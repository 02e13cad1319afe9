"""The regional report: one row per Ort, sums by Kreis, who has returned what, and what the figures do not contain."""
