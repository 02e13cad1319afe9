"""The Meldungen between the LWV Hessen and a Kreis: Kooperationsvereinbarung Nr. 8 b, 8 c and 8 d. The source prints no forms for them."""
