"""明账: a city's department budget disclosures, read, normalised and checked.

The folders stand in the order in which data flows:
acquire → read → recognise → load → model → alert → serve; `orchestrate` puts stages together.
"""
