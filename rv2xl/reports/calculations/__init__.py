"""The summary of returned calculations: a row for each, sums, quarters, and what is told of Orte by Kreis."""
