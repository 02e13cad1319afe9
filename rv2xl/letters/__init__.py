"""What goes back to a Leistungserbringer: the letter to each as data, the texts it is made of, drafts, and who is still to be reminded."""
