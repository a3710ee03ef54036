"""The sample under raw/sample/: the seed's disclosure with its real figures, and an invented city, 样例市.

In: plain data (YAML here) and the typesetter. Out: `python -m tests.sample_city.build` writes raw/sample/
anew, the same bytes every time. Every name and figure of 样例市 is invented.
"""
