// How busy the desk is, as its socket tells.
'use strict';
document.addEventListener('live', ({ detail: { status } }) => {
  if (!status) return;
  const { byID } = window.frontdesk;
  byID('turns').textContent = status.turns_active + status.turns_waiting;
  byID('sockets').textContent = status.chat_sockets;
});
