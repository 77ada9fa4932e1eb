-- Less: nobody but the service writes into the bucket, and how many accounts an address makes is limited before they are
-- made (the hook of Auth asks rate_take_address), so nobody has to be limited for it afterwards.
do $$
begin
  if to_regclass('storage.objects') is not null then
    drop policy if exists "results of one's own generations" on storage.objects;
  end if;
end
$$;
drop function private.may_store(text);

delete from private.abuse_rules where rule = 'signup_velocity';
drop function public.signup_note(uuid, text);
