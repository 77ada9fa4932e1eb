-- One function takes every event that the billing function has verified. `p_payload` is the event's `data.object`.
-- Field names are Stripe's, of API versions before and after 2025-03-31 (basil), which moved some of them.

-- Take one event: {state: applied | repeated | ignored}. Fails with billing/payload when the object lacks what its type
-- always has; then nothing is kept and Stripe sends it again.
create function public.billing_event(
  p_event_id text, p_type text, p_created timestamptz, p_payload jsonb
) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  -- One event at a time: they are few, and each looks at what the others left.
  perform pg_advisory_xact_lock(hashtextextended('billing', 0));
  insert into private.billing_events (event_id, type, created) values (p_event_id, p_type, p_created)
  on conflict do nothing;
  if not found then
    return jsonb_build_object('state', 'repeated');
  end if;
  case
    when p_type in ('checkout.session.completed', 'checkout.session.async_payment_succeeded') then
      perform private.on_checkout(p_created, p_payload);
    when p_type in ('customer.subscription.created', 'customer.subscription.updated', 'customer.subscription.deleted',
      'customer.subscription.paused', 'customer.subscription.resumed') then
      perform private.on_subscription(p_created, p_payload);
    when p_type in ('invoice.paid', 'invoice.payment_succeeded') then
      perform private.on_invoice_paid(p_created, p_payload);
    when p_type = 'invoice_payment.paid' then
      perform private.on_invoice_payment(p_payload);
    when p_type in ('invoice.payment_failed', 'payment_intent.payment_failed') then
      perform private.on_payment_failed(p_type, p_event_id, p_payload);
    when p_type = 'charge.refunded' then
      perform private.on_refund(p_payload);
    when p_type in ('charge.dispute.created', 'charge.dispute.closed') then
      perform private.on_dispute(p_created, p_payload);
    when p_type = 'radar.early_fraud_warning.created' then
      perform private.on_fraud_warning(p_payload);
    when p_type in ('price.created', 'price.updated') then
      perform private.learn_price(p_payload ->> 'id', p_payload ->> 'lookup_key');
    when p_type = 'customer.deleted' then
      perform private.forget_customer(p_payload ->> 'id');
    else
      return jsonb_build_object('state', 'ignored');
  end case;
  return jsonb_build_object('state', 'applied');
exception when not_null_violation or check_violation or invalid_text_representation or foreign_key_violation then
  perform private.fail(422, 'billing/payload', 'The event lacks what its type always has.', sqlerrm);
end
$$;

-- Seconds of the epoch, as Stripe writes times.
create function private.moment(p_seconds text) returns timestamptz
language sql immutable set search_path = '' as $$
  select to_timestamp(p_seconds::double precision)
$$;

-- A person's id in an object that our own function made; null when it is none.
create function private.person_id(p_text text) returns uuid
language sql immutable set search_path = '' as $$
  select case when p_text ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_text::uuid end
$$;

-- A checkout session: it ties the customer to the person; a paid credit pack is an order.
create function private.on_checkout(p_created timestamptz, p_session jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_user constant uuid := private.person_id(coalesce(
    p_session ->> 'client_reference_id', p_session -> 'metadata' ->> 'user_id'));
  v_pack text;
begin
  perform private.link_customer(v_user, p_session ->> 'customer');
  if p_session ->> 'mode' is distinct from 'payment'
    or p_session ->> 'payment_status' not in ('paid', 'no_payment_required') then
    return;
  end if;
  select product into v_pack from private.products
  where product = p_session -> 'metadata' ->> 'pack' and kind = 'pack';
  if not found then
    perform private.fail(422, 'billing/payload', 'A paid session names a credit pack in its metadata.');
  end if;
  insert into private.orders (order_id, kind, account_id, customer_id, product, payment_token, reason, paid_at)
  values (p_session ->> 'id', 'pack', private.account_of(v_user), p_session ->> 'customer', v_pack,
    p_session ->> 'payment_intent', 'credit_pack', p_created)
  on conflict do nothing;
  perform private.settle_order(p_session ->> 'id');
end
$$;

-- How far a subscription has come: settles which of two changes in the same second is the later one.
create function private.status_rank(p_status text) returns int
language sql immutable set search_path = '' as $$
  select coalesce(array_position(array['incomplete', 'trialing', 'active', 'past_due', 'unpaid', 'paused',
    'incomplete_expired', 'canceled'], p_status), 0)
$$;

-- A subscription as it was at `p_created`; an older state than the one known changes nothing.
create function private.on_subscription(p_created timestamptz, p_subscription jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_item constant jsonb := p_subscription #> '{items,data,0}';
  v_product text;
begin
  perform private.link_customer(
    private.person_id(p_subscription -> 'metadata' ->> 'user_id'), p_subscription ->> 'customer');
  perform private.learn_price(v_item #>> '{price,id}', v_item #>> '{price,lookup_key}');
  v_product := coalesce(
    (select product from private.product_prices where price_id = v_item #>> '{price,id}'),
    (select product from private.products where product = p_subscription -> 'metadata' ->> 'plan'));
  insert into private.subscriptions as old
    (subscription_id, customer_id, product, status, period_end, ends_at_period_end, changed_at)
  values (p_subscription ->> 'id', p_subscription ->> 'customer', v_product, p_subscription ->> 'status',
    private.moment(coalesce(v_item ->> 'current_period_end', p_subscription ->> 'current_period_end')),
    coalesce((p_subscription ->> 'cancel_at_period_end')::boolean, false), p_created)
  on conflict (subscription_id) do update
  set product = coalesce(excluded.product, old.product), status = excluded.status, period_end = excluded.period_end,
    ends_at_period_end = excluded.ends_at_period_end, changed_at = excluded.changed_at
  where (old.changed_at, private.status_rank(old.status))
    <= (excluded.changed_at, private.status_rank(excluded.status));
end
$$;

-- A paid invoice of a subscription is an order of its plan's credits for the period of its last line.
create function private.on_invoice_paid(p_created timestamptz, p_invoice jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_details constant jsonb := p_invoice #> '{parent,subscription_details}';
  v_meta constant jsonb := coalesce(v_details -> 'metadata', p_invoice #> '{subscription_details,metadata}');
  v_line jsonb;
  v_price text;
begin
  if coalesce(v_details ->> 'subscription', p_invoice ->> 'subscription') is null then
    return;
  end if;
  perform private.link_customer(private.person_id(v_meta ->> 'user_id'), p_invoice ->> 'customer');
  -- A proration has two lines of one period: what is left of the old plan (negative) and the new plan.
  select line into v_line from jsonb_array_elements(p_invoice #> '{lines,data}') as line
  order by (line #>> '{period,end}')::numeric desc, coalesce((line ->> 'amount')::numeric, 0) desc limit 1;
  v_price := coalesce(v_line #>> '{pricing,price_details,price}', v_line #>> '{price,id}');
  perform private.learn_price(v_price, v_line #>> '{price,lookup_key}');
  insert into private.orders
    (order_id, kind, customer_id, product, price_id, payment_token, reason, period_end, paid_at)
  values (p_invoice ->> 'id', 'plan', p_invoice ->> 'customer', coalesce(
      (select product from private.product_prices where price_id = v_price),
      (select product from private.products where kind = 'plan' and product = v_meta ->> 'plan')),
    v_price, coalesce(p_invoice ->> 'payment_intent', p_invoice #>> '{payments,data,0,payment,payment_intent}'),
    coalesce(p_invoice ->> 'billing_reason', 'plan_paid'), private.moment(v_line #>> '{period,end}'), p_created)
  on conflict do nothing;
  perform private.settle_order(p_invoice ->> 'id');
end
$$;

create function private.on_invoice_payment(p_paid jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if p_paid #>> '{payment,payment_intent}' is not null then
    insert into private.invoice_payments (order_id, payment_token)
    values (p_paid ->> 'invoice', p_paid #>> '{payment,payment_intent}') on conflict do nothing;
    perform private.settle_order(p_paid ->> 'invoice');
  end if;
end
$$;

-- The person is told of an unpaid invoice. A card that fails is a signal: several a day look like stolen cards tried.
create function private.on_payment_failed(p_type text, p_event_id text, p_object jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_user uuid;
begin
  select person.user_id into v_user from private.customers as customer
  join private.people as person on person.account_id = customer.account_id
  where customer.customer_id = p_object ->> 'customer';
  if v_user is null then
    return;
  elsif p_type = 'invoice.payment_failed' then
    perform private.tell(v_user, 'billing', 'payment_failed');
  else
    perform private.signal(v_user, 'payment_failed', p_event_id);
  end if;
end
$$;

-- A charge of which a part or all was paid back. `amount_refunded` is a running total, so the largest one counts.
create function private.on_refund(p_charge jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  insert into private.payments as old (payment_token, refunded)
  values (p_charge ->> 'payment_intent',
    least(1, (p_charge ->> 'amount_refunded')::numeric / nullif((p_charge ->> 'amount')::numeric, 0)))
  on conflict (payment_token) do update
  set refunded = greatest(old.refunded, excluded.refunded), updated_at = now();
  perform private.settle_payment(p_charge ->> 'payment_intent');
end
$$;

-- A dispute takes the credits back and blocks; one that we win gives both back.
create function private.on_dispute(p_created timestamptz, p_dispute jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_won constant boolean := p_dispute ->> 'status' in ('won', 'prevented');
begin
  -- An inquiry takes no money yet.
  if p_dispute ->> 'status' like 'warning%' then
    return;
  end if;
  insert into private.payments as old (payment_token, disputed_at, won_at)
  values (p_dispute ->> 'payment_intent', p_created, case when v_won then p_created end)
  on conflict (payment_token) do update
  set disputed_at = coalesce(old.disputed_at, excluded.disputed_at), won_at = coalesce(old.won_at, excluded.won_at),
    updated_at = now();
  perform private.settle_payment(p_dispute ->> 'payment_intent');
end
$$;

create function private.settle_payment(p_token text) returns void
language plpgsql set search_path = '' as $$
declare
  v_order text;
begin
  for v_order in select order_id from private.orders where payment_token = p_token order by order_id loop
    perform private.settle_order(v_order);
  end loop;
end
$$;

create function private.on_fraud_warning(p_warning jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform private.signal(person.user_id, 'fraud_warning', p_warning ->> 'id')
  from private.orders as paid join private.people as person on person.account_id = paid.account_id
  where paid.payment_token = p_warning ->> 'payment_intent';
end
$$;

-- Nothing of a customer stays but the ids of the orders, which accounting law keeps and which lead to nobody.
create function private.forget_customer(p_customer text) returns void
language plpgsql set search_path = '' as $$
begin
  delete from private.payments where payment_token in (
    select payment_token from private.orders where customer_id = p_customer);
  delete from private.invoice_payments where order_id in (
    select order_id from private.orders where customer_id = p_customer);
  delete from private.subscriptions where customer_id = p_customer;
  update private.orders set customer_id = null, payment_token = null where customer_id = p_customer;
  delete from private.customers where customer_id = p_customer;
end
$$;

-- Tie the customer that a function made at Stripe to a person, before the first checkout.
create function public.billing_customer_link(p_user uuid, p_customer text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('billing', 0));
  perform private.link_customer(p_user, p_customer);
end
$$;

-- The Stripe customers of a person, for the portal and for deletion.
create function public.billing_customers(p_user uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(customer.customer_id order by customer.created_at), '[]')
  from private.people as person join private.customers as customer on customer.account_id = person.account_id
  where person.user_id = p_user
$$;

-- The caller's plan and orders, without Stripe's tokens: {plan, subscriptions: [...], orders: [...]}.
create function public.billing_mine() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'plan', private.plan_of(private.my_account()),
    'subscriptions', (select coalesce(jsonb_agg(jsonb_build_object('product', one.product, 'status', one.status,
        'period_end', one.period_end, 'ends_at_period_end', one.ends_at_period_end) order by one.changed_at desc), '[]')
      from private.customers as customer join private.subscriptions as one on one.customer_id = customer.customer_id
      where customer.account_id = private.my_account()),
    'orders', (select coalesce(jsonb_agg(jsonb_build_object('order', paid.order_id, 'kind', paid.kind,
        'product', paid.product, 'credits', paid.credits, 'paid_at', paid.paid_at) order by paid.paid_at desc), '[]')
      from private.orders as paid where paid.account_id = private.my_account()))
$$;
