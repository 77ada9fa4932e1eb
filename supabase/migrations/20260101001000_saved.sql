-- Saved results: opt-in, per generation, written by the function while it streams. The files lie in the private bucket
-- `results` under the person's id; this is the list of them.

create table public.saved_results (
  path text primary key check (length(path) <= 200),
  user_id uuid not null,
  request_id uuid not null,
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  bytes int not null check (bytes > 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  removed_at timestamptz,
  check (split_part(path, '/', 1) = user_id::text)
);
comment on column public.saved_results.removed_at is 'Not shown any more; the file goes with the next sweep.';
create index saved_results_person on public.saved_results (user_id, created_at desc);
create index saved_results_due on public.saved_results (least(expires_at, removed_at));
alter table public.saved_results enable row level security;
create policy "one's own saved results" on public.saved_results for select to authenticated
  using (user_id = (select auth.uid()) and removed_at is null and (expires_at is null or expires_at > now()));

-- A file was stored for this request; `p_days` null keeps it until the person removes it. Fails with request/unknown.
create function public.saved_add(
  p_request uuid, p_path text, p_media_type text, p_bytes int, p_days int default 30
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
begin
  select person.user_id into v_user from public.generations as record
  join private.people as person on person.user_id = record.user_id
  where record.request_id = p_request for key share of person;
  if not found then
    perform private.fail(404, 'request/unknown', 'There is no such generation.');
  end if;
  insert into public.saved_results (path, user_id, request_id, media_type, bytes, expires_at)
  values (p_path, v_user, p_request, p_media_type, p_bytes, now() + make_interval(days => p_days))
  on conflict (path) do nothing;
end
$$;

-- The caller's saved results, newest first.
create function public.saved_mine() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(found) - 'user_id' - 'removed_at' order by found.created_at desc), '[]')
  from public.saved_results as found
  where user_id = (select auth.uid()) and removed_at is null and (expires_at is null or expires_at > now())
$$;

-- Keep one of the caller's results for `p_days` from now; null keeps it until it is removed.
create function public.saved_keep(p_path text, p_days int) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if p_days not between 1 and 3650 then
    perform private.fail(422, 'saved/days', 'A result is kept for 1 to 3650 days.');
  end if;
  update public.saved_results set expires_at = now() + make_interval(days => p_days)
  where path = p_path and user_id = (private.person()).user_id and removed_at is null
    and (expires_at is null or expires_at > now());
  return found;
end
$$;

-- Take one of the caller's results off the list; the file goes with the next sweep. True when there was one.
create function public.saved_remove(p_path text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.saved_results set removed_at = now()
  where path = p_path and user_id = (private.person()).user_id and removed_at is null;
  return found;
end
$$;

-- The paths whose files are to be deleted now: removed, expired, or of somebody who deletes the account.
create function public.saved_expired(p_limit int default 100) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(found.path), '[]')
  from (select path from public.saved_results where least(expires_at, removed_at) <= now() limit p_limit) as found
$$;

-- The files of these paths are gone.
create function public.saved_forget(p_paths text[]) returns int
language plpgsql security definer set search_path = '' as $$
declare
  v_count int;
begin
  delete from public.saved_results where path = any (p_paths);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- Whether the caller may store a file of this name now: in their own folder, named for a generation of theirs that is
-- running and is to be saved. So the bucket takes what a vendor drew and is no place for anything else.
create function private.may_store(p_name text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.generations
    where user_id = (select auth.uid()) and state = 'running' and settings -> 'save' = 'true'
      and p_name ~ ('^' || user_id || '/' || request_id || '-[0-9]\.(png|jpeg|webp)$'))
$$;

-- On the platform: the private bucket. Storage's tables are not ours, so a stack that has none is left alone. There is
-- no policy for changes or removals: those are the service's.
do $$
begin
  if to_regclass('storage.buckets') is not null then
    insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
    values ('results', 'results', false, 20000000, array['image/png', 'image/jpeg', 'image/webp'])
    on conflict (id) do nothing;
    create policy "one's own results" on storage.objects for select to authenticated
      using (bucket_id = 'results' and split_part(name, '/', 1) = (select auth.uid())::text);
    create policy "results of one's own generations" on storage.objects for insert to authenticated
      with check (bucket_id = 'results' and private.may_store(name));
  end if;
end
$$;
