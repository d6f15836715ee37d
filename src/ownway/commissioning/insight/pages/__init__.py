"""What the pages of figures see: words, charts, tables and files, out of plain values."""
