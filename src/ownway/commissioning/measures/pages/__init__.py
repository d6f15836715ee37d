"""What the pages of measures say: the answer as a sentence, tables, bars, files."""
