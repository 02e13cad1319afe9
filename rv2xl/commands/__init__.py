"""Commands that stand beside those of `cli`, which puts them into its order."""
