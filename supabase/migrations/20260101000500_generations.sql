-- Records of generations: model, settings, credits, times, how it ended. There is no column for a prompt, and the one
-- for settings takes codes and numbers only.

create table public.generations (
  request_id uuid primary key,
  user_id uuid not null,
  model text not null check (private.is_code(model)),
  settings jsonb not null default '{}' check (private.is_details(settings)),
  credits int not null check (credits >= 0),
  state text not null default 'running' check (state in
    ('running', 'done', 'partial', 'failed', 'refused', 'aborted', 'timeout', 'crashed')),
  error_code text check (private.is_code(error_code)),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  check ((state = 'running') = (ended_at is null))
);
create index generations_person on public.generations (user_id, started_at desc);
alter table public.generations enable row level security;
create policy "one's own generations" on public.generations for select to authenticated
  using (user_id = (select auth.uid()));

-- Record that the caller's reserved request goes to a vendor. A second call names the model of the fallback.
create function public.generation_start(p_request uuid, p_model text, p_settings jsonb default '{}') returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.active_person();
  v_amount int;
begin
  perform private.check_details(p_settings);
  select amount into v_amount from private.credit_reservations
  where request_id = p_request and account_id = v_person.account_id and state = 'held';
  if not found then
    perform private.fail(404, 'request/unknown', 'Nothing is reserved for this request.', 'Reserve credits first.');
  end if;
  insert into public.generations (request_id, user_id, model, settings, credits)
  values (p_request, v_person.user_id, p_model, p_settings, v_amount)
  on conflict (request_id) do update set model = excluded.model, settings = excluded.settings
  where public.generations.state = 'running';
end
$$;

-- Record how a generation ended: done, partial, refused (by the vendor's moderation, which is a signal of abuse),
-- failed, aborted, timeout. The first end stands.
create function public.generation_end(p_request uuid, p_state text, p_error_code text default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
begin
  if p_state is null or p_state = 'running' then
    perform private.fail(422, 'request/field', 'A generation ends in another state than running.');
  end if;
  if p_error_code is not null and not private.is_code(p_error_code) then
    perform private.fail(422, 'request/field', 'An error is recorded by its code, never by a sentence.');
  end if;
  -- The person's row before the record's, as a deletion takes them.
  perform from private.people where user_id = (select user_id from public.generations where request_id = p_request)
    for key share;
  update public.generations set state = p_state, error_code = p_error_code, ended_at = now()
  where request_id = p_request and state = 'running'
  returning user_id into v_user;
  if v_user is not null and p_state = 'refused' then
    perform private.signal(v_user, 'moderation', p_request::text);
  end if;
end
$$;

-- The caller's generations, newest first, as a list of records; `p_before` (a started_at) pages on.
create function public.my_generations(p_limit int default 100, p_before timestamptz default null) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(found) - 'user_id' order by found.started_at desc), '[]')
  from (
    select * from public.generations
    where user_id = (select auth.uid()) and (p_before is null or started_at < p_before)
    order by started_at desc limit least(greatest(p_limit, 1), 1000)
  ) as found
$$;
