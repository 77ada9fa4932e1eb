-- The ledger. Two pools: `monthly` comes with the plan and ends with its period, `bought` stays. The balance that can
-- be spent is monthly + bought; what is reserved has left both already.
--
-- Order of locks: the person's row, the account's, then a reservation, an order or a record of a generation. Who holds
-- an account waits for no other account but under the one lock of billing, so nothing can dead-lock.

create table public.credit_accounts (
  account_id uuid primary key,
  monthly int not null default 0 check (monthly >= 0),
  bought int not null default 0 check (bought >= 0),
  held int not null default 0 check (held >= 0),
  period int not null default 0,
  period_ends timestamptz,
  period_granted int not null default 0,
  paid_until timestamptz,
  low_at int check (low_at between 1 and 100000)
);
comment on column public.credit_accounts.low_at is 'A notice is made when the balance falls below this.';
alter table public.credit_accounts enable row level security;
create policy "one's own account" on public.credit_accounts for select to authenticated
  using (account_id = (select private.my_account()));

create table public.credit_entries (
  id bigint generated always as identity primary key,
  account_id uuid not null,
  pool text not null check (pool in ('monthly', 'bought')),
  kind text not null check (kind in
    ('grant', 'expire', 'purchase', 'reserve', 'capture', 'release', 'reversal', 'restore', 'forfeit')),
  amount int not null check (amount <> 0 or kind = 'capture'),
  reason text not null check (private.is_code(reason)),
  request_id uuid,
  order_id text,
  created_at timestamptz not null default now()
);
comment on table public.credit_entries is 'Append-only. The sum of an account''s amounts in a pool is that pool.';
create index credit_entries_account on public.credit_entries (account_id, id);
-- One debit, one charge and one return for a request, whatever runs twice.
create unique index credit_entries_once on public.credit_entries (request_id, kind, pool) where kind <> 'expire';
alter table public.credit_entries enable row level security;
create policy "one's own entries" on public.credit_entries for select to authenticated
  using (account_id = (select private.my_account()));

create function private.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'the table % is append-only', tg_table_name using errcode = '55000';
end
$$;
create trigger credit_entries_stay before update or delete on public.credit_entries
  for each row execute function private.refuse_change();
create trigger credit_entries_all_stay before truncate on public.credit_entries
  for each statement execute function private.refuse_change();

create table private.credit_reservations (
  request_id uuid primary key,
  account_id uuid not null,
  key text not null check (key ~ '^[A-Za-z0-9_.:-]{1,128}$'),
  amount int not null check (amount > 0),
  from_monthly int not null check (from_monthly between 0 and amount),
  period int not null,
  state text not null default 'held' check (state in ('held', 'captured', 'released')),
  charged int not null default 0 check (charged between 0 and amount),
  reason text check (private.is_code(reason)),
  details jsonb not null default '{}' check (private.is_details(details)),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (account_id, key),
  check ((state = 'held') = (settled_at is null))
);
create index credit_reservations_held on private.credit_reservations (created_at) where state = 'held';
alter table private.credit_reservations enable row level security;

-- The only place where a balance changes: the entry and the account in one step. `p_account` is locked already.
create function private.move(
  p_account uuid, p_pool text, p_amount int, p_kind text, p_reason text, p_request uuid default null,
  p_order text default null
) returns void
language plpgsql set search_path = '' as $$
begin
  if p_amount = 0 then
    return;
  end if;
  insert into public.credit_entries (account_id, pool, kind, amount, reason, request_id, order_id)
  values (p_account, p_pool, p_kind, p_amount, p_reason, p_request, p_order);
  update public.credit_accounts
  set monthly = monthly + case when p_pool = 'monthly' then p_amount else 0 end,
    bought = bought + case when p_pool = 'bought' then p_amount else 0 end
  where account_id = p_account;
end
$$;

-- A new period: what is left of the last one's credits ends, the new ones come. They never pile up.
create function private.new_period(
  p_account uuid, p_credits int, p_ends timestamptz, p_reason text, p_order text default null
) returns void
language plpgsql set search_path = '' as $$
declare
  v_left int;
begin
  select monthly into v_left from public.credit_accounts where account_id = p_account for update;
  perform private.move(p_account, 'monthly', -v_left, 'expire', 'period_over');
  update public.credit_accounts
  set period = period + 1, period_ends = p_ends, period_granted = p_credits where account_id = p_account;
  perform private.move(p_account, 'monthly', p_credits, 'grant', p_reason, null, p_order);
end
$$;

-- Lock the account, and start a new period when the last one is over. Null when there is no such account.
-- Paid plans get their credits with the paid invoice, not here.
create function private.account_lock(p_account uuid) returns public.credit_accounts
language plpgsql set search_path = '' as $$
declare
  v_account public.credit_accounts;
begin
  select * into v_account from public.credit_accounts where account_id = p_account for update;
  if not found or v_account.period_ends > now() then
    return v_account;
  end if;
  if private.plan_of(p_account) <> 'free' then
    perform private.move(p_account, 'monthly', -v_account.monthly, 'expire', 'period_over');
  elsif exists (select from private.people where account_id = p_account and age_confirmed_at is not null) then
    perform private.new_period(p_account, (select monthly_credits from public.plans where plan = 'free'),
      now() + interval '1 month', 'free_plan');
  end if;
  select * into v_account from public.credit_accounts where account_id = p_account;
  return v_account;
end
$$;
