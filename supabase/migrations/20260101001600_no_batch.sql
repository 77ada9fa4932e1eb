-- The editor works on one picture at a time, so there is no batch to count: the list says only what can happen.

delete from private.usage_daily where event = 'batch_run';
delete from private.usage_events where event = 'batch_run';
