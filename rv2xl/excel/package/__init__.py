"""An .xlsx nobody trusts: may it be opened, what stands in it, and how single parts of it are changed."""
