"""Typesets disclosures (部门预算/决算公开) from plain data, in the template families that cities print.

In: `content` (tables, sentences) and a `style` (one family's habits). Out: PDF bytes, the same bytes every
time, and the list of what stands printed in it. Does not belong here: reading, recognising, or any figure of
any city.
"""
