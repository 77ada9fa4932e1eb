-- A person's side of the account: profile, consents, age, notices, usage. The e-mail address stays with Auth.

create table public.profiles (
  user_id uuid primary key,
  name text check (length(name) between 1 and 80),
  avatar_url text check (length(avatar_url) <= 500 and avatar_url ~ '^https://[^[:space:]]+$'),
  locale text check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' and length(locale) <= 35),
  updated_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
create policy "one's own profile" on public.profiles for select to authenticated using (user_id = (select auth.uid()));

-- {user, email, name, avatar_url, locale, age_confirmed, closing, created_at} of the caller.
create function public.profile_get() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.person();
  v_profile public.profiles;
begin
  select * into v_profile from public.profiles where user_id = v_person.user_id;
  return jsonb_build_object('user', v_person.user_id, 'email',
    (select email from auth.users where id = v_person.user_id), 'name', v_profile.name,
    'avatar_url', v_profile.avatar_url, 'locale', v_profile.locale,
    'age_confirmed', v_person.age_confirmed_at is not null, 'closing', v_person.closing_at is not null,
    'created_at', v_person.created_at);
end
$$;

-- Replace the caller's profile; what is null is forgotten. Fails with account/profile. Returns profile_get().
create function public.profile_put(
  name text default null, avatar_url text default null, locale text default null
) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  v_person constant private.people := private.active_person();
begin
  insert into public.profiles as old (user_id, name, avatar_url, locale)
  values (v_person.user_id, name, avatar_url, locale)
  on conflict on constraint profiles_pkey do update
  set name = excluded.name, avatar_url = excluded.avatar_url, locale = excluded.locale, updated_at = now();
  return public.profile_get();
exception when check_violation then
  perform private.fail(422, 'account/profile',
    'A name has 1 to 80 letters, an avatar is an https address, a locale is like "de" or "pt-BR".');
end
$$;

-- Consents are a history: the newest row of a kind counts.
create table public.consents (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  kind text not null check (kind in ('terms', 'privacy', 'usage', 'saving', 'news')),
  version text not null check (private.is_code(version)),
  granted boolean not null,
  created_at timestamptz not null default now()
);
create index consents_person on public.consents (user_id, kind, id desc);
alter table public.consents enable row level security;
create policy "one's own consents" on public.consents for select to authenticated using (user_id = (select auth.uid()));

create function private.agreed(p_user uuid, p_kind text) returns boolean
language sql stable set search_path = '' as $$
  select coalesce((select granted from public.consents where user_id = p_user and kind = p_kind
    order by id desc limit 1), false)
$$;

-- Record that the caller gave or took back a consent to a version of a text. Saying the same again adds nothing.
create function public.consent_put(kind text, version text, granted boolean) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  v_person constant private.people := private.person();
  v_last public.consents;
begin
  select * into v_last from public.consents as old
  where old.user_id = v_person.user_id and old.kind = kind order by old.id desc limit 1;
  if v_last.version is distinct from version or v_last.granted is distinct from granted then
    insert into public.consents (user_id, kind, version, granted) values (v_person.user_id, kind, version, granted);
  end if;
exception when check_violation or not_null_violation then
  perform private.fail(422, 'account/consent', 'There is no such consent.');
end
$$;

-- The age gate: 16 or older. Nothing of the date is kept, only that it was confirmed. In the year somebody turns 16
-- the year alone does not tell: the answer is `ask`, and `turned` says that the birthday has been.
-- Returns {state}: `confirmed`, `ask`, or `refused`; a refused account is closed, whatever is said later.
create function public.age_confirm(year int, turned boolean default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.person();
  v_age constant int := extract(year from now() at time zone 'UTC')::int - age_confirm.year;
begin
  if v_person.closing_at is not null then
    return jsonb_build_object('state', 'refused');
  elsif v_person.age_confirmed_at is not null then
    return jsonb_build_object('state', 'confirmed');
  elsif v_age is null or v_age not between 0 and 130 then
    perform private.fail(422, 'account/year', 'This is not a year of birth.', 'Give the year with four digits.');
  elsif v_age = 16 and turned is null then
    return jsonb_build_object('state', 'ask');
  elsif v_age < 16 or (v_age = 16 and not turned) then
    update private.people set closing_at = now(), closing_reason = 'age' where user_id = v_person.user_id;
    return jsonb_build_object('state', 'refused');
  end if;
  update private.people set age_confirmed_at = now() where user_id = v_person.user_id;
  perform private.account_lock(v_person.account_id);
  return jsonb_build_object('state', 'confirmed');
end
$$;

-- Somebody says that an account belongs to a child. Says nothing about whether it exists; the account is limited until
-- a person has looked (docs/security.md).
create function public.child_report(p_email text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
begin
  select people.user_id into v_user from auth.users as users join private.people on people.user_id = users.id
  where lower(users.email) = lower(trim(p_email));
  if v_user is not null then
    perform private.signal(v_user, 'child_report', to_char(now(), 'YYYY-MM-DD'));
  end if;
  return jsonb_build_object('state', 'received');
end
$$;

-- Notices to everyone (user_id null) or to one person. `text_key` names a text of the client.
create table public.notices (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('system', 'policy', 'low_credit', 'account', 'billing')),
  user_id uuid,
  text_key text not null check (private.is_code(text_key)),
  published_at timestamptz not null default now(),
  effective_at timestamptz not null,
  constraint notices_policy_seven_days check (kind <> 'policy' or effective_at >= published_at + interval '7 days'),
  check (kind <> 'policy' or user_id is null)
);
create index notices_person on public.notices (user_id, id desc);
alter table public.notices enable row level security;
create policy "one's own notices and everyone's" on public.notices for select to authenticated
  using (user_id is null or user_id = (select auth.uid()));

-- A notice is published when it is published: no date in the past, no change afterwards.
create function private.notice_now() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    raise exception 'a published notice does not change' using errcode = '55000';
  end if;
  new.published_at := now();
  return new;
end
$$;
create trigger notices_published_now before insert or update on public.notices
  for each row execute function private.notice_now();

create table private.notice_reads (
  user_id uuid not null,
  notice_id bigint not null references public.notices (id) on delete cascade,
  seen_at timestamptz not null default now(),
  primary key (user_id, notice_id)
);
alter table private.notice_reads enable row level security;

-- Publish a notice to everyone; returns its id. Fails with notice/too-late for a policy that would take effect in
-- less than 7 days.
create function public.notice_publish(kind text, effective_at timestamptz, text_key text) returns bigint
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  v_id bigint;
  v_constraint text;
begin
  insert into public.notices (kind, effective_at, text_key) values (kind, coalesce(effective_at, now()), text_key)
  returning id into v_id;
  return v_id;
exception when check_violation then
  get stacked diagnostics v_constraint = constraint_name;
  if v_constraint = 'notices_policy_seven_days' then
    perform private.fail(422, 'notice/too-late',
      'A change of policy is published at least 7 days before it takes effect.', 'Choose a later date.');
  end if;
  perform private.fail(422, 'notice/field', 'There is no such kind of notice, or its text has no key.');
end
$$;

-- The caller's notices of the last year, newest first: [{id, kind, text_key, published_at, effective_at, seen}].
create function public.notices_mine() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(found) order by found.id desc), '[]')
  from (
    select note.id, note.kind, note.text_key, note.published_at, note.effective_at, seen.seen_at is not null as seen
    from public.notices as note
    left join private.notice_reads as seen on seen.notice_id = note.id and seen.user_id = (select auth.uid())
    where (note.user_id is null or note.user_id = (select auth.uid()))
      and note.published_at > now() - interval '1 year' and (select auth.uid()) is not null
    order by note.id desc limit 100
  ) as found
$$;

-- The caller has seen a notice.
create function public.notice_seen(p_id bigint) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.person();
begin
  insert into private.notice_reads (user_id, notice_id)
  select v_person.user_id, id from public.notices
  where id = p_id and (user_id is null or user_id = v_person.user_id)
  on conflict do nothing;
end
$$;

create function private.tell(p_user uuid, p_kind text, p_text_key text) returns void
language sql set search_path = '' as $$
  insert into public.notices (kind, user_id, text_key, effective_at) values (p_kind, p_user, p_text_key, now())
$$;

create function private.warn_when_low(p_user uuid, p_low_at int, p_before int, p_after int) returns void
language sql set search_path = '' as $$
  select private.tell(p_user, 'low_credit', 'low_credit') where p_before >= p_low_at and p_after < p_low_at
$$;

-- Usage: how often something happened on a day, on which class of device. There is no person in it.
create table private.usage_events (
  event text primary key check (private.is_code(event))
);
alter table private.usage_events enable row level security;
insert into private.usage_events (event) values
  ('app_opened'), ('image_opened'), ('cutout_made'), ('batch_run'), ('image_exported'), ('scene_generated'),
  ('project_saved'), ('preset_used'), ('error_shown');

create table private.usage_daily (
  day date not null,
  event text not null references private.usage_events (event),
  device text not null check (device in ('phone', 'tablet', 'desktop', 'unknown')),
  count bigint not null default 1,
  primary key (day, event, device)
);
alter table private.usage_daily enable row level security;

-- Count an event of the list; false when the caller has not agreed to it, or counts too fast.
create function public.usage_count(p_event text, p_device text default 'unknown') returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_person constant private.people := private.person();
begin
  if not private.agreed(v_person.user_id, 'usage')
    or not (private.take_for_person(v_person.user_id, v_person.account_id, 'usage') ->> 'allowed')::boolean
  then
    return false;
  end if;
  insert into private.usage_daily as old (day, event, device)
  values ((now() at time zone 'UTC')::date, p_event, p_device)
  on conflict (day, event, device) do update set count = old.count + 1;
  return true;
exception when foreign_key_violation or check_violation then
  perform private.fail(422, 'usage/event', 'This event is not on the list.');
end
$$;
