-- All that has to be said before a generation, in one call: a function would wait for four answers otherwise, before the
-- person sees a first sign. It has no right of its own: it calls what the caller may call.

-- The caller's limit, the prices for their plan, the reservation, the record. `p_models` is [[model, size], ...], the most
-- suitable first; `p_settings` has at least `quality` and `count`. Returns what credits_reserve returns with `amount` and
-- `prices` {model: credits for one image}; or {state: limited, reason, retry_after}. Fails with what they fail with.
create function public.generation_begin(
  p_request uuid, p_key text, p_models jsonb, p_settings jsonb
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_rate constant jsonb := public.rate_take('generate');
  v_first constant text := p_models #>> '{0,0}';
  v_prices jsonb;
  v_amount int;
  v_said jsonb;
begin
  if not (v_rate ->> 'allowed')::boolean then
    return v_rate || jsonb_build_object('state', 'limited');
  end if;
  select jsonb_object_agg(one ->> 0, public.price_of(one ->> 0, p_settings ->> 'quality', one ->> 1)) into v_prices
  from jsonb_array_elements(p_models) as one;
  v_amount := (v_prices ->> v_first)::int * (p_settings ->> 'count')::int;
  v_said := public.credits_reserve(p_request, v_amount, p_key, p_settings || jsonb_build_object('model', v_first));
  if v_said ->> 'state' = 'reserved' then
    perform public.generation_start(
      p_request, v_first, p_settings || jsonb_build_object('size', p_models #>> '{0,1}', 'fallback', false));
  end if;
  return v_said || jsonb_build_object('amount', v_amount, 'prices', v_prices);
end
$$;
revoke all on function public.generation_begin from public, anon, authenticated, service_role;
grant execute on function public.generation_begin to authenticated;
