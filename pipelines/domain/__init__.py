"""The words that every stage speaks: types only, importing no stage.

In: nothing. Out: immutable values and the schemas of the lake. Does not belong here: reading, writing, rules.
"""
