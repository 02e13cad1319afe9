"""The annotated copy: a returned file with its findings at the cells, and all else as it came."""
