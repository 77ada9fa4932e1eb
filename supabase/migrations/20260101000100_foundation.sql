-- The ground everything stands on: who may do what by default (nothing), how an error is raised, who a person is.
--
-- `public` holds what the API shows: functions, and the tables a person may read their own rows of. `private` is not
-- exposed by the API. Functions that change anything are SECURITY DEFINER with an empty search_path; which role may
-- call which is one list, in the last migration, and docs/security.md says why.

create schema private;
revoke all on schema private from public;

-- The platform hands every new object in `public` to the API's roles, and PostgreSQL every new function to everyone.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;

-- Raise a typed error. PostgREST answers with status `p_status` and {code: 'PT402', message: p_code, details, hint};
-- `p_code` is for programs, `p_what` is a sentence for a person, `p_do` says what to do now.
create function private.fail(p_status int, p_code text, p_what text, p_do text default null) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using
    errcode = 'PT' || p_status, message = p_code, detail = p_what, hint = coalesce(p_do, '');
end
$$;

-- A word of a list, a number of an enum, an identifier; never a sentence, so never a piece of a prompt.
create function private.is_code(p_text text) returns boolean
language sql immutable set search_path = '' as $$
  select p_text ~ '^[A-Za-z0-9][A-Za-z0-9_.:+/-]{0,63}$'
$$;

-- Whether `p_details` is a flat object with keys of this list and values that are numbers, booleans, null or codes.
-- What is kept about a request passes through here: no prompt and no picture fits.
create function private.is_details(p_details jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select jsonb_typeof(p_details) = 'object' and pg_column_size(p_details) <= 1500 and not exists (
    select from jsonb_each(p_details) as pair (key, value)
    where pair.key <> all (array[
        'aspect', 'attempt', 'background', 'code', 'count', 'credits', 'duration_ms', 'fallback', 'first_ms', 'format',
        'height', 'images', 'model', 'partial', 'plan', 'quality', 'reason', 'route', 'save', 'seed', 'size', 'style',
        'vendor', 'width'])
      or jsonb_typeof(pair.value) in ('object', 'array')
      or (jsonb_typeof(pair.value) = 'string' and not private.is_code(pair.value #>> '{}'))
  )
$$;

create function private.check_details(p_details jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if p_details is null or not private.is_details(p_details) then
    perform private.fail(422, 'request/field', 'The details of a request are codes and numbers only.');
  end if;
end
$$;

-- What a deployment chooses: the address for appeals, the days of grace.
create table private.settings (
  key text primary key check (private.is_code(key)),
  value text not null check (length(value) <= 200)
);
alter table private.settings enable row level security;
insert into private.settings (key, value) values ('appeal_address', '');

create function public.setting_put(p_key text, p_value text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.settings set value = p_value where key = p_key;
  if not found then
    perform private.fail(404, 'request/field', 'There is no setting of that name.');
  end if;
end
$$;

-- One row for each person we hold anything of. Everything about money hangs on `account_id`, a random number that only
-- this row ties to the person: when the row goes, the ledger that accounting law keeps belongs to nobody.
create table private.people (
  user_id uuid primary key,
  account_id uuid not null unique default gen_random_uuid(),
  created_at timestamptz not null default now(),
  age_confirmed_at timestamptz,
  cleared_at timestamptz,
  closing_at timestamptz,
  closing_reason text check (closing_reason in ('asked', 'age', 'abuse'))
);
comment on column private.people.cleared_at is 'Signals of abuse before this moment no longer count.';
create index people_closing on private.people (closing_at) where closing_at is not null;
alter table private.people enable row level security;

-- For row-level security: the account of who asks, or null.
create function private.my_account() returns uuid
language sql stable security definer set search_path = '' as $$
  select account_id from private.people where user_id = (select auth.uid())
$$;

-- The row of who asks, made on first use. It is held until the transaction ends, so that a deletion waits for what is
-- under way and nothing is written for somebody who is gone. Fails with auth/missing, or with auth/invalid for a token
-- that outlived its account.
create function private.person() returns private.people
language plpgsql security definer set search_path = '' as $$
declare
  v_user constant uuid := (select auth.uid());
  v_person private.people;
begin
  if v_user is null then
    perform private.fail(401, 'auth/missing', 'Nobody is signed in.', 'Sign in and try again.');
  end if;
  if not exists (select from auth.users where id = v_user) then
    perform private.fail(401, 'auth/invalid', 'This account was deleted.', 'Sign up again if you want to come back.');
  end if;
  select * into v_person from private.people where user_id = v_user for key share;
  if not found then
    insert into private.people (user_id) values (v_user) on conflict do nothing;
    select * into v_person from private.people where user_id = v_user for key share;
    insert into public.credit_accounts (account_id) values (v_person.account_id) on conflict do nothing;
  end if;
  return v_person;
end
$$;

-- The same, for what only a person in good standing may do. Fails also with account/closing, account/age or blocked.
create function private.active_person() returns private.people
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.person();
  v_standing record;
begin
  if v_person.closing_at is not null then
    perform private.fail(403, 'account/closing', 'This account is being deleted.', 'Nothing more can be done with it.');
  end if;
  if v_person.age_confirmed_at is null then
    perform private.fail(403, 'account/age', 'Accounts are for people of 16 or older.', 'Confirm your age first.');
  end if;
  select * into v_standing from private.standing(v_person.user_id);
  if v_standing.state = 'blocked' then
    perform private.fail(403, 'account/blocked',
      'This account is blocked: ' || array_to_string(v_standing.reasons, ', ') || '.',
      'You can appeal: ' || coalesce(nullif((select value from private.settings where key = 'appeal_address'), ''),
      'see the contact page') || '.');
  end if;
  return v_person;
end
$$;
