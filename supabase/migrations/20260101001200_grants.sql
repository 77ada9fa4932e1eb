-- Who may do what: everything is taken back, then this list. docs/security.md has the same list with the reasons, and a
-- test compares the two with the database. A table or function that is added later starts with nothing.

revoke all on all tables in schema public, private from public, anon, authenticated, service_role;
revoke all on all sequences in schema public, private from public, anon, authenticated, service_role;
revoke all on all functions in schema public, private from public, anon, authenticated, service_role;

-- Nobody signed in: what a page of prices shows.
grant select on public.plans, public.prices to anon;
grant execute on function public.price_of to anon;

-- A signed-in person: reads of their own rows, and the functions that act for whoever the token names.
grant select on public.plans, public.prices, public.profiles, public.consents, public.credit_accounts,
  public.credit_entries, public.generations, public.notices, public.saved_results to authenticated;
grant execute on function
  public.price_of, public.credits_reserve, public.credits_balance, public.credits_mine, public.credits_low_put,
  public.generation_start, public.my_generations,
  public.profile_get, public.profile_put, public.consent_put, public.age_confirm,
  public.notices_mine, public.notice_seen, public.usage_count,
  public.rate_take, public.standing_mine, public.billing_mine,
  public.saved_mine, public.saved_keep, public.saved_remove,
  public.my_data, public.delete_me
  to authenticated;
-- The policies ask whose account it is, and whether a file may be stored.
grant usage on schema private to authenticated;
grant execute on function private.my_account, private.may_store to authenticated;

-- The secret key of the edge functions: no table at all, and only the functions that no person may call.
grant execute on function
  public.credits_capture, public.credits_release, public.credits_sweep, public.generation_end,
  public.billing_event, public.billing_customer_link, public.billing_customers,
  public.rate_take_address, public.signup_note, public.abuse_note, public.abuse_clear, public.child_report,
  public.saved_add, public.saved_expired, public.saved_forget,
  public.account_close, public.account_delete_work, public.account_delete_finish, public.account_sweep,
  public.notice_publish, public.setting_put
  to service_role;

-- On the platform the sweeps run by themselves; elsewhere whoever runs the stack calls them.
do $$
begin
  if exists (select from pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron;
    perform cron.schedule('aluo-credits-sweep', '* * * * *', 'select public.credits_sweep()');
    perform cron.schedule('aluo-account-sweep', '7 * * * *', 'select public.account_sweep()');
  end if;
end
$$;
