"""The edition for publication: counts of people rounded, figures of single Leistungserbringer hidden, and nothing that tells them."""
