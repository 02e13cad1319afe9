"""The sheets that the figures of regions rest on: the Orte, who has reported, every single value, and what all of it does not contain."""
