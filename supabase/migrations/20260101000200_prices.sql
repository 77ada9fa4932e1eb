-- Plans, prices and products are data: a change of price is a migration of rows, not of code.

create table public.plans (
  plan text primary key,
  rank int not null unique,
  monthly_credits int not null check (monthly_credits >= 0)
);
alter table public.plans enable row level security;
create policy "everyone reads the plans" on public.plans for select to anon, authenticated using (true);

insert into public.plans (plan, rank, monthly_credits) values
  ('free', 0, 60),
  ('pro', 1, 1500),
  ('max', 2, 6000);

-- Credits for one image. Size '*' is any size that has no row of its own. Subscribers pay less: a constraint would need
-- other rows, so tests/edge/test_sql_account.py holds the table to it.
create table public.prices (
  model text not null check (private.is_code(model)),
  quality text not null check (quality in ('draft', 'standard', 'high')),
  size text not null check (size = '*' or private.is_code(size)),
  plan text not null references public.plans (plan),
  credits int not null check (credits between 1 and 10000),
  primary key (model, quality, size, plan)
);
alter table public.prices enable row level security;
create policy "everyone reads the prices" on public.prices for select to anon, authenticated using (true);

insert into public.prices (model, quality, size, plan, credits)
select row.model, row.quality, row.size, price.plan, price.credits
from (values
  ('gpt-image-1', 'draft', '*', 6, 5, 4),
  ('gpt-image-1', 'draft', '1536x1024', 8, 6, 5),
  ('gpt-image-1', 'draft', '1024x1536', 8, 6, 5),
  ('gpt-image-1', 'standard', '*', 14, 11, 9),
  ('gpt-image-1', 'standard', '1536x1024', 20, 16, 13),
  ('gpt-image-1', 'standard', '1024x1536', 20, 16, 13),
  ('gpt-image-1', 'high', '*', 48, 38, 30),
  ('gpt-image-1', 'high', '1536x1024', 70, 56, 45),
  ('gpt-image-1', 'high', '1024x1536', 70, 56, 45),
  ('flux-kontext', 'draft', '*', 10, 8, 7),
  ('flux-kontext', 'standard', '*', 12, 10, 8),
  ('flux-kontext', 'high', '*', 15, 12, 10),
  ('sdxl', 'draft', '*', 4, 3, 2),
  ('sdxl', 'standard', '*', 5, 4, 3),
  ('sdxl', 'high', '*', 6, 5, 4)
) as row (model, quality, size, free, pro, max)
cross join lateral (values ('free', row.free), ('pro', row.pro), ('max', row.max)) as price (plan, credits);

-- What can be bought. The key is the lookup key of the price at Stripe, or the metadata `pack` of a checkout session.
create table private.products (
  product text primary key check (private.is_code(product)),
  kind text not null check (kind in ('plan', 'pack')),
  plan text references public.plans (plan),
  credits int check (credits > 0),
  check ((kind = 'plan') = (plan is not null) and (kind = 'pack') = (credits is not null))
);
alter table private.products enable row level security;

insert into private.products (product, kind, plan, credits) values
  ('pro', 'plan', 'pro', null),
  ('max', 'plan', 'max', null),
  ('pack_500', 'pack', null, 500),
  ('pack_2000', 'pack', null, 2000);
