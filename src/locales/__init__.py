"""One table for each language but English: TEXTS, from a text as it stands in the sources to the translated one."""
