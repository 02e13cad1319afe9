"""One expression tree for every rule and formula: its nodes, what they come to, and what they say."""
