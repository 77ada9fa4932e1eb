"""The engine thread: every full-resolution pixel, no network.

`protocol` is the table of operations; `service` does the work (plain Python, runs on CPython); `boot`, `browser` and
`ort_web` are the engine worker's adapters; `client` is the UI thread's side and `workers` its adapter.
"""
