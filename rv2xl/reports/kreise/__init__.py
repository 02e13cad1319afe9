"""The report over Kreise and years: what they and the LWV Hessen tell each other by the Kooperationsvereinbarung."""
