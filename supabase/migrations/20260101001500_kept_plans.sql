-- The same answers, sooner: PostgreSQL plans the body of a function in SQL anew at every call, and that of one in
-- PL/pgSQL once for a connection. Of what a generation waits for, that was nearly half.

create or replace function private.is_code(p_text text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return p_text ~ '^[A-Za-z0-9][A-Za-z0-9_.:+/-]{0,63}$';
end
$$;

create or replace function private.is_details(p_details jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_typeof(p_details) = 'object' and pg_column_size(p_details) <= 1500 and not exists (
    select from jsonb_each(p_details) as pair (key, value)
    where pair.key <> all (array[
        'aspect', 'attempt', 'background', 'code', 'count', 'credits', 'duration_ms', 'fallback', 'first_ms', 'format',
        'height', 'images', 'model', 'partial', 'plan', 'quality', 'reason', 'route', 'save', 'seed', 'size', 'style',
        'vendor', 'width'])
      or jsonb_typeof(pair.value) in ('object', 'array')
      or (jsonb_typeof(pair.value) = 'string' and pair.value #>> '{}' !~ '^[A-Za-z0-9][A-Za-z0-9_.:+/-]{0,63}$')
  );
end
$$;

create or replace function private.my_account() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select account_id from private.people where user_id = (select auth.uid()));
end
$$;

create or replace function private.plan_of(p_account uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((
    select product.plan from private.customers as customer
    join private.subscriptions as subscription on subscription.customer_id = customer.customer_id
    join private.products as product on product.product = subscription.product
    join public.plans as plan on plan.plan = product.plan
    where customer.account_id = p_account and subscription.status in ('active', 'trialing', 'past_due')
      and subscription.period_end + interval '3 days' > now()
    order by plan.rank desc limit 1
  ), 'free');
end
$$;

create or replace function private.leak(p_full_until timestamptz, p_every interval, p_burst int) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  v_next constant timestamptz := greatest(coalesce(p_full_until, now()), clock_timestamp()) + p_every;
begin
  return case when v_next <= clock_timestamp() + p_every * p_burst then v_next end;
end
$$;

create or replace function private.answer(
  p_next timestamptz, p_full_until timestamptz, p_every interval, p_burst int
) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if p_next is not null then
    return jsonb_build_object('allowed', true, 'retry_after', 0);
  end if;
  return jsonb_build_object('allowed', false, 'reason', 'rate', 'retry_after',
    greatest(1, ceil(extract(epoch from p_full_until + p_every - p_every * p_burst - clock_timestamp())))::int);
end
$$;

-- Nearly everybody has no signal at all, which is quickly seen.
create or replace function private.standing(p_user uuid, out state text, out reasons text[], out until timestamptz)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  if not exists (select from private.abuse_signals where user_id = p_user) then
    state := 'normal';
    reasons := '{}';
    return;
  end if;
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
  into state, reasons, until
  from held;
end
$$;
