-- Reserve before a vendor is asked, capture when it delivered, release when it did not. Each of them may run twice.

-- The credits of one image for who asks (or for the free plan when nobody is signed in).
create function public.price_of(p_model text, p_quality text, p_size text default '*') returns int
language plpgsql stable security definer set search_path = '' as $$
declare
  v_credits int;
begin
  select credits into v_credits from public.prices
  where model = p_model and quality = p_quality and size in (p_size, '*')
    and plan = private.plan_of(private.my_account())
  order by size = '*' limit 1;
  if v_credits is null then
    perform private.fail(422, 'request/field', 'There is no price for this model and quality.',
      'Choose another model.');
  end if;
  return v_credits;
end
$$;

-- Take `p_amount` credits off the caller's balance until the request is captured or released.
-- Returns {state, balance, request}: `reserved`; `repeated` with the request that used the key first (then nothing is
-- taken and no vendor may be asked again) and its `outcome`; `refused` when the balance is too small.
-- Fails with request/repeated for the same key with another amount or a request id that is taken, and with what
-- active_person fails with.
create function public.credits_reserve(
  p_request uuid, p_amount int, p_key text, p_details jsonb default '{}'
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.active_person();
  v_account public.credit_accounts;
  v_old private.credit_reservations;
  v_balance int;
begin
  perform private.check_reserve(p_request, p_amount, p_key);
  perform private.check_details(p_details);
  v_account := private.account_lock(v_person.account_id);
  v_balance := v_account.monthly + v_account.bought;
  select * into v_old from private.credit_reservations where account_id = v_person.account_id and key = p_key;
  if found then
    if v_old.amount <> p_amount then
      perform private.fail(422, 'request/repeated', 'This idempotency key was used for another request.',
        'Use a new key.');
    end if;
    return jsonb_build_object(
      'state', 'repeated', 'balance', v_balance, 'request', v_old.request_id, 'outcome', v_old.state);
  end if;
  if v_balance < p_amount then
    return jsonb_build_object('state', 'refused', 'balance', v_balance, 'request', p_request);
  end if;
  perform private.hold(v_account, p_request, p_amount, p_key, p_details);
  perform private.warn_when_low(v_person.user_id, v_account.low_at, v_balance, v_balance - p_amount);
  return jsonb_build_object('state', 'reserved', 'balance', v_balance - p_amount, 'request', p_request);
end
$$;

create function private.check_reserve(p_request uuid, p_amount int, p_key text) returns void
language plpgsql set search_path = '' as $$
begin
  if p_request is null or p_amount is null or p_amount not between 1 and 40000 then
    perform private.fail(422, 'request/field', 'A reservation is for 1 to 40000 credits.');
  end if;
  if p_key is null or p_key !~ '^[A-Za-z0-9_.:-]{1,128}$' then
    perform private.fail(422, 'request/field', 'An idempotency key is 1 to 128 letters, digits or one of "_.:-".');
  end if;
end
$$;

-- Monthly credits go first: they end anyway.
create function private.hold(
  p_account public.credit_accounts, p_request uuid, p_amount int, p_key text, p_details jsonb
) returns void
language plpgsql set search_path = '' as $$
declare
  v_monthly constant int := least(p_account.monthly, p_amount);
begin
  insert into private.credit_reservations (request_id, account_id, key, amount, from_monthly, period, details)
  values (p_request, p_account.account_id, p_key, p_amount, v_monthly, p_account.period, p_details)
  on conflict (request_id) do nothing;
  if not found then
    perform private.fail(409, 'request/repeated', 'This request was made before.', 'Use a new request id.');
  end if;
  perform private.move(p_account.account_id, 'monthly', -v_monthly, 'reserve', 'generation', p_request);
  perform private.move(p_account.account_id, 'bought', v_monthly - p_amount, 'reserve', 'generation', p_request);
  update public.credit_accounts set held = held + p_amount where account_id = p_account.account_id;
end
$$;

-- Lock the account of a request, then its reservation. Null when there is none (the account was deleted meanwhile).
create function private.reservation_lock(p_request uuid) returns private.credit_reservations
language plpgsql set search_path = '' as $$
declare
  v_found private.credit_reservations;
begin
  select * into v_found from private.credit_reservations where request_id = p_request;
  perform private.account_lock(v_found.account_id);
  select * into v_found from private.credit_reservations where request_id = p_request for update;
  return v_found;
end
$$;

-- End a held reservation: `p_due` of it is charged, the rest goes back to the pools it came from, bought credits first.
create function private.settle(p_held private.credit_reservations, p_state text, p_due int, p_reason text) returns void
language plpgsql set search_path = '' as $$
declare
  v_bought constant int := least(p_held.amount - p_due, p_held.amount - p_held.from_monthly);
  v_monthly constant int := p_held.amount - p_due - v_bought;
begin
  update public.credit_accounts set held = held - p_held.amount where account_id = p_held.account_id;
  perform private.move(p_held.account_id, 'bought', v_bought, 'release', p_reason, p_held.request_id);
  perform private.move(p_held.account_id, 'monthly', v_monthly, 'release', p_reason, p_held.request_id);
  -- Monthly credits of a period that is over do not come back to life.
  if v_monthly > 0 and exists (
    select from public.credit_accounts where account_id = p_held.account_id and period <> p_held.period
  ) then
    perform private.move(p_held.account_id, 'monthly', -v_monthly, 'expire', 'period_over', p_held.request_id);
  end if;
  if p_state = 'captured' then
    insert into public.credit_entries (account_id, pool, kind, amount, reason, request_id) values
      (p_held.account_id, 'monthly', 'capture', 0, p_reason, p_held.request_id);
  end if;
  update private.credit_reservations
  set state = p_state, charged = p_due, reason = p_reason, settled_at = now() where request_id = p_held.request_id;
  update public.generations set credits = p_due where request_id = p_held.request_id;
end
$$;

-- The vendor delivered: the reservation is spent. `p_details.credits` charges less than was reserved (two images of
-- four). Returns {state, charged, balance}: `captured`; `repeated`; `released` when it had been given back before (then
-- nothing is charged); `unknown` when there is no such request any more.
create function public.credits_capture(
  p_request uuid, p_state text default 'done', p_details jsonb default '{}'
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_held private.credit_reservations;
  v_due int;
begin
  perform private.check_details(p_details);
  v_held := private.reservation_lock(p_request);
  if v_held.state = 'held' then
    v_due := coalesce((p_details ->> 'credits')::int, v_held.amount);
    if v_due not between 0 and v_held.amount then
      perform private.fail(422, 'request/field', 'No more can be charged than was reserved.');
    end if;
    perform private.settle(v_held, 'captured', v_due, p_state);
    return private.settled(v_held, 'captured', v_due);
  end if;
  return private.settled(
    v_held, case v_held.state when 'captured' then 'repeated' else v_held.state end, v_held.charged);
end
$$;

-- The vendor did not deliver: everything goes back. Returns {state, charged, balance}: `released`; `repeated`;
-- `captured` when it had been charged before (then nothing moves); `unknown`.
create function public.credits_release(p_request uuid, p_reason text default 'failed') returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_held private.credit_reservations;
begin
  v_held := private.reservation_lock(p_request);
  if v_held.state = 'held' then
    perform private.settle(v_held, 'released', 0, p_reason);
    return private.settled(v_held, 'released', 0);
  end if;
  return private.settled(
    v_held, case v_held.state when 'released' then 'repeated' else v_held.state end, v_held.charged);
end
$$;

create function private.settled(p_held private.credit_reservations, p_state text, p_charged int) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('state', coalesce(p_state, 'unknown'), 'charged', coalesce(p_charged, 0), 'balance',
    (select monthly + bought from public.credit_accounts where account_id = p_held.account_id))
$$;

-- Release what has been held for longer than `p_older`: its function crashed, or the database was away when it ended.
-- Returns how many. Several sweeps at once share the work.
create function public.credits_sweep(p_older interval default interval '15 minutes') returns int
language plpgsql security definer set search_path = '' as $$
declare
  v_stale record;
  v_held private.credit_reservations;
  v_count int := 0;
begin
  for v_stale in
    select request_id, account_id from private.credit_reservations
    where state = 'held' and created_at <= now() - p_older
    order by created_at limit 1000
  loop
    -- An account that somebody else holds is left to the next sweep: this one holds others and must not wait.
    perform from public.credit_accounts where account_id = v_stale.account_id for update skip locked;
    continue when not found;
    v_held := private.reservation_lock(v_stale.request_id);
    continue when v_held.state is distinct from 'held';
    perform private.settle(v_held, 'released', 0, 'swept');
    update public.generations set state = 'crashed', ended_at = now()
    where request_id = v_stale.request_id and state = 'running';
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;

-- What can be spent now.
create function public.credits_balance() returns int
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.credit_accounts;
begin
  v_account := private.account_lock((private.person()).account_id);
  return v_account.monthly + v_account.bought;
end
$$;

-- The same in detail: {balance, monthly, bought, held, period_ends, plan, low_at}.
create function public.credits_mine() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.credit_accounts;
begin
  v_account := private.account_lock((private.person()).account_id);
  return jsonb_build_object('balance', v_account.monthly + v_account.bought, 'monthly', v_account.monthly,
    'bought', v_account.bought, 'held', v_account.held, 'period_ends', v_account.period_ends,
    'plan', private.plan_of(v_account.account_id), 'low_at', v_account.low_at);
end
$$;

-- Ask for a notice when the balance falls below `p_at`; null for none.
create function public.credits_low_put(p_at int) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if p_at not between 1 and 100000 then
    perform private.fail(422, 'request/field', 'The threshold is 1 to 100000 credits.');
  end if;
  update public.credit_accounts set low_at = p_at where account_id = (private.person()).account_id;
end
$$;
