-- Rate limits and standing. Limits and rules are data; what a person is accused of is always told, with a way to
-- appeal.

-- A limit is a leaky bucket: `burst` at once, then one every `every`.
create table private.rate_limits (
  bucket text not null check (private.is_code(bucket)),
  who text not null check (who in ('free', 'pro', 'max', 'address')),
  every interval not null check (every > interval '0'),
  burst int not null check (burst > 0),
  primary key (bucket, who)
);
alter table private.rate_limits enable row level security;

insert into private.rate_limits (bucket, who, every, burst) values
  ('generate', 'free', '6 seconds', 10),
  ('generate', 'pro', '0.6 seconds', 100),
  ('generate', 'max', '0.06 seconds', 1000),
  ('generate', 'address', '0.6 seconds', 200),
  ('account', 'free', '1 second', 60),
  ('account', 'pro', '1 second', 60),
  ('account', 'max', '1 second', 60),
  ('account', 'address', '0.5 seconds', 120),
  ('billing', 'free', '20 seconds', 10),
  ('billing', 'pro', '20 seconds', 10),
  ('billing', 'max', '20 seconds', 10),
  ('billing', 'address', '10 seconds', 20),
  ('usage', 'free', '2 seconds', 60),
  ('usage', 'pro', '2 seconds', 60),
  ('usage', 'max', '2 seconds', 60),
  ('usage', 'address', '0.5 seconds', 200),
  ('signup', 'address', '4 hours', 5),
  ('report', 'address', '1 hour', 5);

create table private.rate_people (
  user_id uuid not null,
  bucket text not null,
  full_until timestamptz not null,
  primary key (user_id, bucket)
);
alter table private.rate_people enable row level security;

-- Addresses are kept as hashes with a salt of the day. A day later salt and hash are gone and nobody, we included, can
-- tell which address it was.
create table private.address_salts (
  day date primary key,
  salt text not null default gen_random_uuid()::text || gen_random_uuid()::text
);
alter table private.address_salts enable row level security;

create table private.rate_addresses (
  address_hash bytea not null,
  bucket text not null,
  full_until timestamptz not null,
  day date not null,
  primary key (address_hash, bucket)
);
alter table private.rate_addresses enable row level security;

-- The leaky bucket's next state: `p_full_until` is when it would be empty again. Null when this one does not fit.
create function private.leak(p_full_until timestamptz, p_every interval, p_burst int) returns timestamptz
language sql stable set search_path = '' as $$
  select next from (select greatest(coalesce(p_full_until, now()), clock_timestamp()) + p_every as next) as step
  where next <= clock_timestamp() + p_every * p_burst
$$;

create function private.answer(
  p_next timestamptz, p_full_until timestamptz, p_every interval, p_burst int
) returns jsonb
language sql stable set search_path = '' as $$
  select case when p_next is not null then jsonb_build_object('allowed', true, 'retry_after', 0)
    else jsonb_build_object('allowed', false, 'reason', 'rate', 'retry_after',
      greatest(1, ceil(extract(epoch from p_full_until + p_every - p_every * p_burst - clock_timestamp())))::int) end
$$;

create function private.take_for_person(p_user uuid, p_account uuid, p_bucket text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_standing constant text := (private.standing(p_user)).state;
  v_limit private.rate_limits;
  v_until timestamptz;
  v_next timestamptz;
begin
  if v_standing = 'blocked' then
    return jsonb_build_object('allowed', false, 'reason', 'blocked', 'retry_after', null);
  end if;
  select * into v_limit from private.rate_limits where bucket = p_bucket and who = private.plan_of(p_account);
  if not found then
    perform private.fail(422, 'rate/bucket', 'There is no such limit.');
  end if;
  if v_standing = 'limited' then
    v_limit.every := v_limit.every * 5;
    v_limit.burst := greatest(1, v_limit.burst / 5);
  end if;
  insert into private.rate_people (user_id, bucket, full_until) values (p_user, p_bucket, now())
  on conflict do nothing;
  select full_until into v_until from private.rate_people where user_id = p_user and bucket = p_bucket for update;
  v_next := private.leak(v_until, v_limit.every, v_limit.burst);
  update private.rate_people set full_until = v_next
  where user_id = p_user and bucket = p_bucket and v_next is not null;
  return private.answer(v_next, v_until, v_limit.every, v_limit.burst);
end
$$;

create function private.address_hash(p_address text) returns bytea
language plpgsql set search_path = '' as $$
declare
  v_day constant date := (now() at time zone 'UTC')::date;
begin
  insert into private.address_salts (day) values (v_day) on conflict do nothing;
  return sha256(convert_to((select salt from private.address_salts where day = v_day) || p_address, 'UTF8'));
end
$$;

create function private.take_for_address(p_address text, p_bucket text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_hash constant bytea := private.address_hash(p_address);
  v_limit private.rate_limits;
  v_until timestamptz;
  v_next timestamptz;
begin
  select * into v_limit from private.rate_limits where bucket = p_bucket and who = 'address';
  if not found or p_address is null then
    perform private.fail(422, 'rate/bucket', 'There is no such limit.');
  end if;
  insert into private.rate_addresses (address_hash, bucket, full_until, day)
  values (v_hash, p_bucket, now(), (now() at time zone 'UTC')::date) on conflict do nothing;
  select full_until into v_until from private.rate_addresses
  where address_hash = v_hash and bucket = p_bucket for update;
  v_next := private.leak(v_until, v_limit.every, v_limit.burst);
  update private.rate_addresses set full_until = v_next
  where address_hash = v_hash and bucket = p_bucket and v_next is not null;
  return private.answer(v_next, v_until, v_limit.every, v_limit.burst);
end
$$;

-- One more request of the caller: {allowed, retry_after (seconds)}, and a `reason` (rate or blocked) when not allowed.
-- A function says in the header x-client-address where the person's request came from; then the address has a limit
-- too. Who calls this past the functions can name another's address, but no faster than their own limit lets them.
create function public.rate_take(p_bucket text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.person();
  v_address constant text := nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-client-address';
  v_answer constant jsonb := private.take_for_person(v_person.user_id, v_person.account_id, p_bucket);
begin
  if (v_answer ->> 'allowed')::boolean and v_address <> '' then
    return private.take_for_address(v_address, p_bucket);
  end if;
  return v_answer;
end
$$;

-- One more request from an address where nobody is signed in.
create function public.rate_take_address(p_bucket text, p_address text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  return private.take_for_address(p_address, p_bucket);
end
$$;

-- Signals of abuse and the rules that turn them into a standing. A standing is computed, never stored, so it ends by
-- itself and cannot be forgotten.
create table private.abuse_rules (
  rule text primary key,
  kind text not null,
  count int not null check (count > 0),
  within interval not null,
  state text not null check (state in ('limited', 'blocked')),
  lasts interval not null
);
alter table private.abuse_rules enable row level security;

insert into private.abuse_rules (rule, kind, count, within, state, lasts) values
  ('moderation', 'moderation', 5, '1 hour', 'limited', '1 day'),
  ('moderation_many', 'moderation', 20, '1 day', 'blocked', '7 days'),
  ('signup_velocity', 'signup_velocity', 1, '1 day', 'limited', '1 day'),
  ('payment_failed', 'payment_failed', 5, '1 day', 'limited', '1 day'),
  ('fraud_warning', 'fraud_warning', 1, '30 days', 'limited', '30 days'),
  ('refund_spent', 'refund_spent', 1, '30 days', 'limited', '30 days'),
  ('dispute', 'dispute', 1, '180 days', 'blocked', '180 days'),
  ('child_report', 'child_report', 1, '30 days', 'limited', '30 days'),
  ('manual_limit', 'manual_limit', 1, '30 days', 'limited', '30 days'),
  ('manual_block', 'manual_block', 1, '365 days', 'blocked', '365 days');

create table private.abuse_signals (
  user_id uuid not null,
  kind text not null,
  ref text not null check (length(ref) between 1 and 100),
  created_at timestamptz not null default now(),
  primary key (user_id, kind, ref)
);
comment on column private.abuse_signals.ref is 'What it was about (a request, an order): the same thing counts once.';
alter table private.abuse_signals enable row level security;

-- {state, reasons, until} of a person now: the hardest of the rules that hold, and the names of all that do.
create function private.standing(p_user uuid, out state text, out reasons text[], out until timestamptz)
language sql stable set search_path = '' as $$
  with mine as (
    select kind, created_at from private.abuse_signals
    where user_id = p_user and created_at > coalesce(
      (select cleared_at from private.people where user_id = p_user), '-infinity'::timestamptz)
  ), held as (
    select rule.rule, rule.state, max(last.created_at) + rule.lasts as until
    from private.abuse_rules as rule join mine as last on last.kind = rule.kind
    where last.created_at + rule.lasts > now() and rule.count <= (
      select count(*) from mine as one
      where one.kind = rule.kind and one.created_at between last.created_at - rule.within and last.created_at)
    group by rule.rule, rule.state, rule.lasts
  )
  -- "blocked" comes before "limited" and "normal" in the alphabet too.
  select coalesce(min(held.state), 'normal'), coalesce(array_agg(held.rule order by held.rule), '{}'), max(held.until)
  from held
$$;

-- Note a signal once. When it changes the standing, the person is told: there are no silent bans.
create function private.signal(p_user uuid, p_kind text, p_ref text) returns void
language plpgsql set search_path = '' as $$
declare
  v_before constant text := (private.standing(p_user)).state;
  v_after text;
begin
  perform from private.people where user_id = p_user for key share;
  if not found then
    return;
  end if;
  insert into private.abuse_signals (user_id, kind, ref) values (p_user, p_kind, p_ref) on conflict do nothing;
  v_after := (private.standing(p_user)).state;
  if v_after <> v_before then
    perform private.tell(p_user, 'account', 'standing_' || v_after);
  end if;
end
$$;

-- Note what a function or a person of the team saw. `p_kind` is a kind of private.abuse_rules.
create function public.abuse_note(p_user uuid, p_kind text, p_ref text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from private.abuse_rules where kind = p_kind) then
    perform private.fail(422, 'abuse/signal', 'There is no such kind of signal.');
  elsif not exists (select from private.people where user_id = p_user) then
    perform private.fail(404, 'account/unknown', 'Nobody has this id.');
  end if;
  perform private.signal(p_user, p_kind, p_ref);
end
$$;

-- An appeal was granted: what was noted up to now does not count any more.
create function public.abuse_clear(p_user uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.people set cleared_at = clock_timestamp() where user_id = p_user;
  perform private.tell(p_user, 'account', 'standing_normal');
end
$$;

-- A new account came from this address. Too many a day limit it: {allowed, retry_after}.
create function public.signup_note(p_user uuid, p_address text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_answer constant jsonb := private.take_for_address(p_address, 'signup');
begin
  if not (v_answer ->> 'allowed')::boolean then
    perform private.signal(p_user, 'signup_velocity', p_user::text);
  end if;
  return v_answer;
end
$$;

-- What the caller has to know of their own standing: {state, reasons, until, appeal}.
create function public.standing_mine() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.person();
  v_standing record;
begin
  select * into v_standing from private.standing(v_person.user_id);
  return jsonb_build_object('state', v_standing.state, 'reasons', to_jsonb(v_standing.reasons),
    'until', v_standing.until, 'appeal', (select value from private.settings where key = 'appeal_address'));
end
$$;
