"""The board (看板): the published warehouse and the findings' life as web pages, offline.

In: the published file, a findings desk, a token. Out: HTML, pictures, downloads. Nothing typed in a
browser becomes SQL or a path: parameters are bound, names are looked up. Does not belong here: the
desk's rules (alert).
"""
