// Pages that follow what happens: a tick from the server over /ws/dashboard, or every few seconds where there is none.
'use strict';
(() => {
  const { refresh, byID, root } = window.frontdesk;
  const { business, live, reconnecting, author } = document.body.dataset;
  const sign = byID('live');
  const longest = 30000;
  const passing = ['typing', 'read', 'delta', 'status', 'ready', 'suggestion']; // change nothing that pages show
  let attempt = 0;
  let timer = 0;
  let due = 0;
  let cursor = null;
  let socket = null;

  /** Several events close together are shown by one look. */
  const look = () => {
    if (due) return;
    due = setTimeout(async () => { due = 0; await refresh(); }, 120);
  };
  const say = (text, isGood) => {
    if (!sign) return;
    sign.textContent = text;
    sign.classList.toggle('good', isGood);
  };

  function connect() {
    clearTimeout(timer);
    const url = new URL(`${root}ws/dashboard`, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.searchParams.set('business', business);
    if (author) url.searchParams.set('author', author);
    if (cursor !== null) url.searchParams.set('after', cursor);
    try { socket = new WebSocket(url); } catch { again(); return; }
    socket.onopen = () => { attempt = 0; say(live, true); look(); };
    socket.onmessage = (event) => {
      let frame;
      try { frame = JSON.parse(event.data); } catch { return; }
      if (frame.cursor !== undefined) cursor = frame.cursor;
      if (frame.type === 'reset') cursor = null;
      document.dispatchEvent(new CustomEvent('live', { detail: frame }));
      if (!passing.includes(frame.type)) look();
    };
    socket.onclose = again;
  }

  /** Waits twice as long after each failure, with jitter so that not everybody comes back at once. */
  function again() {
    say(reconnecting, false);
    const wait = Math.min(longest, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2);
    attempt += 1;
    look();
    timer = setTimeout(connect, wait);
  }

  /** Sends a frame. Returns whether there was a socket to send it over. */
  window.frontdesk.tellDesk = (frame) => {
    if (socket?.readyState !== 1) return false;
    socket.send(JSON.stringify(frame));
    return true;
  };
  addEventListener('pagehide', () => {
    clearTimeout(timer);
    if (!socket) return;
    socket.onclose = null;
    // One that is closed while it connects is told as an error; it ends with the page.
    if (socket.readyState === 0) socket.onopen = () => socket.close();
    else socket.close();
  });
  addEventListener('online', () => { attempt = 0; if (!socket || socket.readyState > 1) connect(); });
  // What is sent is no event of its own.
  if (document.querySelector('[data-poll]')) setInterval(() => { if (!document.hidden) look(); }, 2000);
  if (document.body.dataset.socket === undefined) setInterval(() => { if (!document.hidden) look(); }, 4000);
  else connect();
})();
