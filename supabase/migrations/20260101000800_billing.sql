-- What Stripe tells us. Kept: order ids, Stripe's tokens for customer, subscription and payment, nothing of a card and
-- no amount of money (the invoices are Stripe's). Everything converges: an order's credits are computed from all that
-- is known of it each time something new arrives, so the order of arrival does not matter.

create table private.billing_events (
  event_id text primary key check (length(event_id) between 1 and 255),
  type text not null check (private.is_code(type)),
  created timestamptz not null,
  received_at timestamptz not null default now()
);
comment on table private.billing_events is 'Each event once. What was in it is not kept.';
alter table private.billing_events enable row level security;

create table private.customers (
  customer_id text primary key,
  account_id uuid not null,
  created_at timestamptz not null default now()
);
create index customers_account on private.customers (account_id);
alter table private.customers enable row level security;

create table private.subscriptions (
  subscription_id text primary key,
  customer_id text not null,
  product text references private.products (product),
  status text not null check (private.is_code(status)),
  period_end timestamptz,
  ends_at_period_end boolean not null default false,
  changed_at timestamptz not null
);
create index subscriptions_customer on private.subscriptions (customer_id);
alter table private.subscriptions enable row level security;

-- Stripe's price ids, learned from its events.
create table private.product_prices (
  price_id text primary key,
  product text not null references private.products (product)
);
alter table private.product_prices enable row level security;

-- A paid checkout session (credit pack) or a paid invoice (plan).
create table private.orders (
  order_id text primary key check (length(order_id) <= 255),
  kind text not null check (kind in ('plan', 'pack')),
  account_id uuid,
  customer_id text,
  product text references private.products (product),
  price_id text,
  payment_token text,
  reason text not null check (private.is_code(reason)),
  period_end timestamptz,
  paid_at timestamptz not null,
  period int,
  credits int check (credits >= 0),
  granted int not null default 0 check (granted >= 0),
  check (kind = 'pack' or period_end is not null)
);
comment on column private.orders.credits is 'What the order is worth; null until account and product are known.';
comment on column private.orders.granted is 'What of it the account has had, less what was taken back.';
create index orders_account on private.orders (account_id);
create index orders_customer on private.orders (customer_id);
create index orders_payment on private.orders (payment_token);
alter table private.orders enable row level security;

-- What happened to a payment after it was made, which can arrive before the order.
create table private.payments (
  payment_token text primary key,
  refunded numeric not null default 0 check (refunded between 0 and 1),
  disputed_at timestamptz,
  won_at timestamptz,
  updated_at timestamptz not null default now()
);
comment on column private.payments.refunded is 'The share of the payment that was paid back.';
alter table private.payments enable row level security;

-- Newer API versions name an invoice's payment in an event of its own, which can come before the invoice's.
create table private.invoice_payments (
  order_id text primary key,
  payment_token text not null,
  received_at timestamptz not null default now()
);
alter table private.invoice_payments enable row level security;

-- The plan of an account now. A failed payment does not end a plan at once, a period without a payment does.
create function private.plan_of(p_account uuid) returns text
language sql stable set search_path = '' as $$
  select coalesce((
    select product.plan from private.customers as customer
    join private.subscriptions as subscription on subscription.customer_id = customer.customer_id
    join private.products as product on product.product = subscription.product
    join public.plans as plan on plan.plan = product.plan
    where customer.account_id = p_account and subscription.status in ('active', 'trialing', 'past_due')
      and subscription.period_end + interval '3 days' > now()
    order by plan.rank desc limit 1
  ), 'free')
$$;

-- Give or take what an order is worth now, compared with what the account has had of it.
create function private.settle_order(p_order text) returns void
language plpgsql set search_path = '' as $$
declare
  v_order private.orders;
  v_account public.credit_accounts;
begin
  update private.orders as old set
    account_id = coalesce(old.account_id,
      (select account_id from private.customers where customer_id = old.customer_id)),
    product = coalesce(old.product, (select product from private.product_prices where price_id = old.price_id)),
    payment_token = coalesce(old.payment_token,
      (select payment_token from private.invoice_payments where order_id = old.order_id))
  where order_id = p_order returning * into v_order;
  if v_order.account_id is null or v_order.product is null then
    return;
  end if;
  v_account := private.account_lock(v_order.account_id);
  if v_account.account_id is null then
    return;
  end if;
  if v_order.credits is null then
    v_order := private.first_settlement(v_order, v_account);
  end if;
  perform private.settle_difference(v_order);
  perform private.settle_dispute(v_order);
end
$$;

-- What an order is worth. A plan's invoice starts a period; one of a change within it adds the difference, so that
-- going up and down again earns nothing; one that comes after a later period's adds nothing.
create function private.first_settlement(
  p_order private.orders, p_account public.credit_accounts
) returns private.orders
language plpgsql set search_path = '' as $$
declare
  v_product private.products;
  v_monthly int;
  v_order private.orders := p_order;
begin
  select * into v_product from private.products where product = p_order.product;
  v_order.period := p_account.period;
  if v_product.kind = 'pack' then
    v_order.credits := v_product.credits;
  else
    select monthly_credits into v_monthly from public.plans where plan = v_product.plan;
    if p_order.period_end < p_account.paid_until then
      v_order.credits := 0;
    elsif p_order.period_end = p_account.paid_until then
      v_order.credits := greatest(0, v_monthly - p_account.period_granted);
      update public.credit_accounts set period_granted = period_granted + v_order.credits
      where account_id = p_order.account_id;
    else
      perform private.new_period(p_order.account_id, 0, p_order.period_end + interval '3 days', 'plan_paid');
      v_order.credits := v_monthly;
      v_order.period := p_account.period + 1;
      update public.credit_accounts set paid_until = p_order.period_end, period_granted = v_monthly
      where account_id = p_order.account_id;
    end if;
  end if;
  update private.orders set credits = v_order.credits, period = v_order.period where order_id = p_order.order_id;
  return v_order;
end
$$;

-- Move the difference between what an order is worth, refunds and disputes considered, and what was given for it.
-- The balance never falls below zero: what was spent already cannot be taken, and is noted.
create function private.settle_difference(p_order private.orders) returns void
language plpgsql set search_path = '' as $$
declare
  v_account public.credit_accounts;
  v_pool constant text := case p_order.kind when 'pack' then 'bought' else 'monthly' end;
  v_difference int;
  v_there int;
begin
  select * into v_account from public.credit_accounts where account_id = p_order.account_id;
  v_difference := private.order_worth(p_order) - p_order.granted;
  if p_order.kind = 'plan' and p_order.period <> v_account.period then
    return;
  elsif v_difference > 0 then
    perform private.move(p_order.account_id, v_pool, v_difference,
      case when p_order.granted > 0 then 'restore' when p_order.kind = 'pack' then 'purchase' else 'grant' end,
      p_order.reason, null, p_order.order_id);
  elsif v_difference < 0 then
    v_there := case v_pool when 'bought' then v_account.bought else v_account.monthly end;
    -- A dispute is a signal of its own, which goes when it is won.
    if v_there < -v_difference and not exists (
      select from private.payments where payment_token = p_order.payment_token and disputed_at is not null
    ) then
      perform private.signal(user_id, 'refund_spent', p_order.order_id)
      from private.people where account_id = p_order.account_id;
    end if;
    v_difference := -least(-v_difference, v_there);
    perform private.move(p_order.account_id, v_pool, v_difference, 'reversal', 'paid_back', null, p_order.order_id);
  end if;
  update private.orders set granted = granted + v_difference where order_id = p_order.order_id;
end
$$;

-- A dispute blocks until it is won.
create function private.settle_dispute(p_order private.orders) returns void
language plpgsql set search_path = '' as $$
declare
  v_payment private.payments;
  v_user constant uuid := (select user_id from private.people where account_id = p_order.account_id);
begin
  select * into v_payment from private.payments where payment_token = p_order.payment_token;
  if v_payment.won_at is not null then
    delete from private.abuse_signals where user_id = v_user and kind = 'dispute' and ref = p_order.order_id;
  elsif v_payment.disputed_at is not null and v_user is not null then
    perform private.signal(v_user, 'dispute', p_order.order_id);
  end if;
end
$$;

create function private.order_worth(p_order private.orders) returns int
language sql stable set search_path = '' as $$
  select coalesce((
    select case when disputed_at is not null and won_at is null then 0
      else ceil(p_order.credits * (1 - refunded))::int end
    from private.payments where payment_token = p_order.payment_token
  ), p_order.credits)
$$;

-- The account of a person, who may not have called anything yet; null for somebody whom Auth does not know.
create function private.account_of(p_user uuid) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_account uuid;
begin
  insert into private.people (user_id) select id from auth.users where id = p_user on conflict do nothing;
  select account_id into v_account from private.people where user_id = p_user;
  insert into public.credit_accounts (account_id) select v_account where v_account is not null on conflict do nothing;
  return v_account;
end
$$;

-- Tie a customer at Stripe to a person, then settle what waited for it. A person may come to have several customers;
-- a customer stays with the first person.
create function private.link_customer(p_user uuid, p_customer text) returns void
language plpgsql set search_path = '' as $$
declare
  v_account constant uuid := private.account_of(p_user);
  v_order text;
begin
  if v_account is null or p_customer is null then
    return;
  end if;
  insert into private.customers (customer_id, account_id) values (p_customer, v_account) on conflict do nothing;
  for v_order in
    select order_id from private.orders where customer_id = p_customer and credits is null order by period_end, order_id
  loop
    perform private.settle_order(v_order);
  end loop;
end
$$;

create function private.learn_price(p_price text, p_product text) returns void
language plpgsql set search_path = '' as $$
declare
  v_order text;
begin
  insert into private.product_prices as old (price_id, product)
  select p_price, product from private.products where product = p_product and p_price is not null
  on conflict (price_id) do update set product = excluded.product where old.product <> excluded.product;
  for v_order in
    select order_id from private.orders where price_id = p_price and credits is null order by period_end, order_id
  loop
    perform private.settle_order(v_order);
  end loop;
end
$$;
