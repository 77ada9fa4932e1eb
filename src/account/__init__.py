"""A person's account: session, profile, credits, consents, records, notices.

In the egress thread `service` answers with supabase-py, `supabase_py` is its adapter, `trouble` names what goes wrong.
On the page `values` are what is shown, `desk` is what can be done, and the `panel` modules are the pages in Settings.
"""
