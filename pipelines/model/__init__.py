"""Model (建模): the lake becomes resolved rows, marts and findings, by the dbt project.

In: the lake. Out: the build database. Does not belong here: reading documents, publishing, alerting.
"""
