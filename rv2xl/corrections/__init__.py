"""What providers put right in the data that the LWV gave them: found, listed for the clerk, taken over into the register."""
