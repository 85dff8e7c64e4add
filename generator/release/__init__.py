"""Releases: the version, its notes, the two archives and their way to an index.

What decides is pure; git, the build tools and the network are each asked in one module.
"""
