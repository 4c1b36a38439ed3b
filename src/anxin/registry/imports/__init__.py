"""Between a workbook's records and the files that are known: names, words, matching, difference."""
