"""The verbs of serving on the command line (命令): evidence, cite, release, plot; mounted by `cli`.

In: arguments. Out: files and terminal text in Chinese. Does not belong here: what the verbs do.
"""
