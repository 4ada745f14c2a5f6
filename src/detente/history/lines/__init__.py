"""Files as lines, lines as rows, rows as tables; every mistake keeps its line. Bytes -> rows."""
