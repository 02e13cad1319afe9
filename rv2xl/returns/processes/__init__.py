"""Where files are read: in processes that may die, here or on other machines; and what is kept of them for the next run."""
