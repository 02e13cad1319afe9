"""What takes long and seldom finds something: `python -m tests.soak [--seed N] [--times N]`, bounded, seeded, prints its figures.

What was moved here out of the suite, and why:

- **Seconds of regular expressions** (`patterns`). That a pattern takes linear time shows only on a clock, and a busy machine turned the
  suite red. There stays what its text tells: nothing turns back without end (`tests/security/test_patterns.py`).
- **Seconds of hostile files** (`hostile`). The suite counts the calls, and that they grow no faster than the file; what a single call of
  a parser or a pattern takes is measured here.
- **Seconds of a folder** (`folder`): 500 files, more than a third hostile. Their outcomes are a test of the suite.
- **Spoilt files** (`fuzz`). The suite reads 200 of one seed, where it read 2,000; here are 5,000 of any seed.
- **Random searches** (`searches`): every formula against a second engine, random expressions and steps, amounts rounded alike, what was
  filled in is read, faults done at random. The suite draws a half or a quarter of the examples that it drew; each search draws
  `--times` as many here (`tests/soak/searches.py`). Known cases, every case of the tables and the seeded faults, which prove that
  a search can fail, stay in the suite whole.

What the suite (`tests/security/test_views.py`) does with some of one seed:

- **Two views of a sheet** (`views`, `office`): sheets changed at random are read by us as openpyxl and LibreOffice show them, cell by
  cell, or refused.
- **Any content** (`contents`) in any input of any form: a finding at its cell, or the value that openpyxl shows there.
- **Whole packages** (`packages`) with parts gone, doubled, exchanged, renamed and relations bent: read as openpyxl shows them, or refused.
"""
