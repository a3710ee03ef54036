"""What the fork server of the reading workers holds ready: the readers imported, their vocabulary compiled.

Importing it does the work, once; each worker forked afterwards finds it done.
"""

from pipelines.orchestrate import read_task
from pipelines.recognise.identity_words import identity_words
from pipelines.recognise.narrative_words import narrative_words
from pipelines.recognise.vocabulary_files import column_patterns, kind_patterns

__all__ = ["read_task"]

_SECTIONS = {"labels": "role", "amounts": "id", "three_public": "id", "three_public_suffix": "suffix"}

identity_words()
narrative_words()
kind_patterns()
for _section, _target in _SECTIONS.items():
    column_patterns(_section, _target)
