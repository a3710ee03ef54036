"""Rows of read documents → the lake: Parquet under ``LAKE/<table>/source=<source>/``, one writer, atomic.

In: rows as the data contract names them. Out: parts with explicit schemas, committed batch by batch.
Does not belong here: reading files, recognising tables, SQL models.
"""
