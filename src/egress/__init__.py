"""The egress thread: the one that may talk to Supabase. It has no page, no storage and no picture of the person's.

`protocol` says what may be asked of it, in text and numbers; `policy` what may leave it, to which path and how large;
`ledger` writes every request down. All three are plain Python. `boot` and `fetch` are the thread's side of the browser,
`client` and `workers` the page's side of the thread.
"""
