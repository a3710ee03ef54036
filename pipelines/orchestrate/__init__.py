"""Puts the stages together: files → lake → warehouse → findings → people, incrementally and by source.

In: paths or configured sources. Out: a lake, a published warehouse, a run log. The CLI and Dagster call these
same functions. Does not belong here: how anything is read, recognised, modelled or judged.
"""
