"""A register in files: all lines as CSV and XLSX, totals as PDF. docs/ledger.md describes them for the recipient."""
