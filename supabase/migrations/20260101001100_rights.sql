-- A person's rights: everything we hold about them, and being forgotten. A test compares both with the catalogue, so a
-- table that is added has to be thought of here.

-- Everything held about the caller, by table.
create function public.my_data() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user constant uuid := (select auth.uid());
  v_account constant uuid := private.my_account();
begin
  if v_user is null then
    perform private.fail(401, 'auth/missing', 'Nobody is signed in.', 'Sign in and try again.');
  end if;
  return jsonb_build_object(
    'users', (select jsonb_build_object('id', id, 'email', email, 'created_at', created_at)
      from auth.users where id = v_user),
    'people', (select to_jsonb(row) from private.people as row where user_id = v_user),
    'profiles', (select to_jsonb(row) from public.profiles as row where user_id = v_user),
    'standing', (select to_jsonb(row) from private.standing(v_user) as row))
    || private.my_rows(v_user) || private.my_money(v_account);
end
$$;

create function private.my_rows(p_user uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'consents', (select coalesce(jsonb_agg(to_jsonb(row)), '[]') from public.consents as row where user_id = p_user),
    'generations', (select coalesce(jsonb_agg(to_jsonb(row)), '[]')
      from public.generations as row where user_id = p_user),
    'notices', (select coalesce(jsonb_agg(to_jsonb(row)), '[]') from public.notices as row where user_id = p_user),
    'notice_reads', (select coalesce(jsonb_agg(to_jsonb(row)), '[]')
      from private.notice_reads as row where user_id = p_user),
    'saved_results', (select coalesce(jsonb_agg(to_jsonb(row)), '[]')
      from public.saved_results as row where user_id = p_user),
    'rate_people', (select coalesce(jsonb_agg(to_jsonb(row)), '[]')
      from private.rate_people as row where user_id = p_user),
    'abuse_signals', (select coalesce(jsonb_agg(to_jsonb(row)), '[]')
      from private.abuse_signals as row where user_id = p_user))
$$;

create function private.my_money(p_account uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'credit_accounts', (select to_jsonb(row) from public.credit_accounts as row where account_id = p_account),
    'credit_entries', (select coalesce(jsonb_agg(to_jsonb(row) order by row.id), '[]')
      from public.credit_entries as row where account_id = p_account),
    'credit_reservations', (select coalesce(jsonb_agg(to_jsonb(row)), '[]')
      from private.credit_reservations as row where account_id = p_account),
    'customers', (select coalesce(jsonb_agg(to_jsonb(row)), '[]')
      from private.customers as row where account_id = p_account),
    'subscriptions', (select coalesce(jsonb_agg(to_jsonb(row)), '[]') from private.subscriptions as row
      where customer_id in (select customer_id from private.customers where account_id = p_account)),
    'orders', (select coalesce(jsonb_agg(to_jsonb(row)), '[]') from private.orders as row where account_id = p_account),
    'payments', (select coalesce(jsonb_agg(to_jsonb(row)), '[]') from private.payments as row
      where payment_token in (select payment_token from private.orders where account_id = p_account)))
$$;

-- Ask for the caller's account to be deleted. `p_email` is typed once more, as a confirmation. From now on nothing more
-- can be done with the account. Returns {state}: `marked`, or `repeated`. Fails with account/confirm.
create function public.delete_me(p_email text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.person();
begin
  if p_email is null or lower(trim(p_email)) is distinct from (
    select lower(email) from auth.users where id = v_person.user_id
  ) then
    perform private.fail(422, 'account/confirm', 'This is not the e-mail address of this account.', 'Type it again.');
  end if;
  return private.close_account(v_person.user_id, 'asked');
end
$$;

create function private.close_account(p_user uuid, p_reason text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update private.people set closing_at = now(), closing_reason = p_reason where user_id = p_user and closing_at is null;
  if not found then
    return jsonb_build_object('state', 'repeated');
  end if;
  update public.saved_results set removed_at = now() where user_id = p_user and removed_at is null;
  return jsonb_build_object('state', 'marked');
end
$$;

-- Close somebody's account: a child's, or after abuse. What follows is the same as when they ask for it.
create function public.account_close(p_user uuid, p_reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  return private.close_account(p_user, p_reason);
end
$$;

-- What the account function has to do outside the database before it calls account_delete_finish:
-- {user, customers: [...] to cancel and delete at Stripe, saved: [...] paths to delete}. Null for nobody.
create function public.account_delete_work(p_user uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('user', person.user_id,
    'customers', (select coalesce(jsonb_agg(customer_id), '[]')
      from private.customers where account_id = person.account_id),
    'saved', (select coalesce(jsonb_agg(path), '[]') from public.saved_results where user_id = person.user_id))
  from private.people as person
  where person.user_id = p_user
    and (person.closing_at is not null or not exists (select from auth.users where id = p_user))
$$;

-- Remove what the database holds of a person who is leaving. Twice does no harm. Returns {state}: `finished`;
-- `waiting` as long as Auth still knows them: call it again when it does not (or leave it to the sweep);
-- `unknown` when nothing is held. Fails with account/not-closing for somebody who did not ask.
create function public.account_delete_finish(p_user uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_person private.people;
  v_known constant boolean := exists (select from auth.users where id = p_user);
begin
  perform pg_advisory_xact_lock(hashtextextended('billing', 0));
  select * into v_person from private.people where user_id = p_user for update;
  if not found then
    return jsonb_build_object('state', 'unknown');
  elsif v_person.closing_at is null and v_known then
    perform private.fail(409, 'account/not-closing', 'This account is not being deleted.');
  end if;
  perform private.forget_money(v_person.account_id);
  delete from public.profiles where user_id = p_user;
  delete from public.consents where user_id = p_user;
  delete from public.generations where user_id = p_user;
  delete from public.notices where user_id = p_user;
  delete from private.notice_reads where user_id = p_user;
  delete from public.saved_results where user_id = p_user;
  delete from private.rate_people where user_id = p_user;
  delete from private.abuse_signals where user_id = p_user;
  if v_known then
    -- The mark stays until Auth has forgotten them too, or an interrupted deletion could not be found again.
    return jsonb_build_object('state', 'waiting');
  end if;
  delete from public.credit_accounts where account_id = v_person.account_id;
  delete from private.people where user_id = p_user;
  return jsonb_build_object('state', 'finished');
end
$$;

-- What is held goes back, what is left is forfeited, so the entries that accounting law keeps add up to nothing and,
-- once the person's row is gone, belong to nobody.
create function private.forget_money(p_account uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_account constant public.credit_accounts := private.account_lock(p_account);
  v_held private.credit_reservations;
  v_customer text;
begin
  for v_held in
    select * from private.credit_reservations where account_id = p_account and state = 'held' for update
  loop
    perform private.settle(v_held, 'released', 0, 'account_deleted');
  end loop;
  perform private.move(p_account, 'monthly', -monthly, 'forfeit', 'account_deleted'),
    private.move(p_account, 'bought', -bought, 'forfeit', 'account_deleted')
  from public.credit_accounts where account_id = p_account;
  delete from private.credit_reservations where account_id = p_account;
  for v_customer in select customer_id from private.customers where account_id = p_account loop
    perform private.forget_customer(v_customer);
  end loop;
  update private.orders set customer_id = null, payment_token = null where account_id = p_account;
  update public.credit_accounts set period_ends = 'infinity', low_at = null where account_id = p_account;
end
$$;

-- The daily sweep: drops what has served its time, finishes deletions whose outside work is done, and returns
-- {finished, waiting: [...]} with what account_delete_work says of those that still need it.
create function public.account_sweep() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
  v_finished int := 0;
begin
  perform private.drop_old();
  for v_user in
    select person.user_id from private.people as person
    where not exists (select from auth.users where id = person.user_id)
      and not exists (select from private.customers where account_id = person.account_id)
      and not exists (select from public.saved_results where user_id = person.user_id)
    limit 1000
  loop
    perform public.account_delete_finish(v_user);
    v_finished := v_finished + 1;
  end loop;
  return jsonb_build_object('finished', v_finished, 'waiting', (
    select coalesce(jsonb_agg(public.account_delete_work(found.user_id)), '[]')
    from (
      select person.user_id from private.people as person
      where person.closing_at is not null or not exists (select from auth.users where id = person.user_id)
      order by person.closing_at limit 100
    ) as found));
end
$$;

-- Address hashes and their salts go after a day, events, idempotency keys and what waited in vain after 90.
create function private.drop_old() returns void
language sql set search_path = '' as $$
  delete from private.rate_addresses where day < (now() at time zone 'UTC')::date;
  delete from private.address_salts where day < (now() at time zone 'UTC')::date;
  delete from private.rate_people where full_until < now() - interval '1 day';
  delete from private.billing_events where received_at < now() - interval '90 days';
  delete from private.credit_reservations where state <> 'held' and settled_at < now() - interval '90 days';
  delete from private.subscriptions as old where changed_at < now() - interval '90 days'
    and not exists (select from private.customers where customer_id = old.customer_id);
  delete from private.payments as old where updated_at < now() - interval '90 days'
    and not exists (select from private.orders where payment_token = old.payment_token);
  delete from private.invoice_payments as old where received_at < now() - interval '90 days'
    and not exists (select from private.orders where order_id = old.order_id and customer_id is not null);
  delete from public.notices where user_id is not null and published_at < now() - interval '1 year';
$$;
