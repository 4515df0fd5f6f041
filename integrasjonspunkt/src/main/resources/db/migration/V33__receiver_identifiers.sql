-- The organisation number, whatever the part: eFormidling's conversations have it so for receivers.
update message set receiver_identifier = substring(receiver from 6 for 9)
  where direction = 'OUTGOING' and receiver like '0192:_________:%';
update message set receiver_identifier = substring(receiver from 1 for 9)
  where direction = 'OUTGOING' and receiver like '_________:%';
