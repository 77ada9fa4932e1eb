"""The channel between threads: request, progress, cancel, typed error.

`wire` turns dataclasses into plain messages and back, `channel` holds the two ends, `js_port` is the browser's
side of a Port. Everything but `js_port` runs on CPython.
"""
