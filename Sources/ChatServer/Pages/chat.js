// The chat page: a conversation over one WebSocket that survives drops and is honest when the server is away.
'use strict';
(() => {
  const { root, business, token, color } = document.body.dataset;
  const base = new URL(root, location.href);
  const storeKey = `frontdesk:session:${business}`;
  const embedded = new URLSearchParams(location.search).has('embed');
  const log = document.getElementById('log');
  const status = document.getElementById('status');
  const form = document.getElementById('composer');
  const input = document.getElementById('message');

  if (/^#[0-9a-f]{6}$/i.test(color)) document.documentElement.style.setProperty('--accent', color);
  if (embedded) document.body.classList.add('embedded');

  let session = document.body.dataset.session || read(storeKey);
  let socket = null;
  let last = '';
  let failures = 0;
  let retryTimer = 0;
  const seen = new Map();     // message id -> element
  const writing = new Map();  // replied message id -> element of the answer being written
  const pending = [];         // { text, element, sent }

  function read(key) { try { return localStorage.getItem(key) || ''; } catch { return ''; } }
  function keep(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode: lives as long as the page */ } }
  function say(text, away) { status.textContent = text; status.classList.toggle('away', Boolean(away)); }
  function atEnd() { return log.scrollHeight - log.scrollTop - log.clientHeight < 80; }
  function follow(was) { if (was) log.scrollTop = log.scrollHeight; }

  function bubble(sender, text) {
    const was = atEnd();
    const element = document.createElement('article');
    element.className = `message ${sender}`;
    const who = document.createElement('span');
    who.className = 'visually-hidden';
    who.textContent = { user: 'You', assistant: 'Assistant', human: 'Agent', system: 'Notice' }[sender] + ': ';
    const body = document.createElement('p');
    body.textContent = text;
    element.append(who, body);
    log.append(element);
    follow(was || sender === 'user');
    return element;
  }

  function notice(text) { bubble('system', text); }

  function cite(element, citations) {
    if (!citations || !citations.length) return;
    const list = document.createElement('ol');
    list.className = 'citations';
    list.setAttribute('aria-label', 'Sources');
    for (const citation of citations) {
      const link = document.createElement('a');
      const url = new URL(`documents/${encodeURIComponent(citation.document_id)}`, base);
      url.search = new URLSearchParams({ page: citation.page, business, session, quote: citation.quote.slice(0, 300) });
      link.href = url;
      link.target = '_blank';
      link.rel = 'noopener';
      link.title = citation.quote;
      link.textContent = `${citation.title}, page ${citation.page}`;
      const item = document.createElement('li');
      item.append(link);
      list.append(item);
    }
    element.append(list);
  }

  function show(frame) {
    const id = frame.message_id;
    if (id) {
      if (seen.has(id)) return;
      last = id > last ? id : last;
    }
    const was = atEnd();
    let element;
    if (frame.sender === 'user') {
      const index = pending.findIndex((entry) => entry.text === frame.message);
      if (index >= 0) {
        element = pending.splice(index, 1)[0].element;
        element.classList.remove('pending');
      } else {
        element = bubble('user', frame.message);
      }
    } else {
      element = writing.get(frame.reply_to);
      if (element) {
        writing.delete(frame.reply_to);
        element.classList.remove('writing');
        element.querySelector('p').textContent = frame.message;
      } else {
        element = bubble(frame.sender, frame.message);
      }
      if (frame.answered === false) element.classList.add('declined');
      cite(element, frame.citations);
    }
    if (id) seen.set(id, element);
    follow(was);
  }

  function grow(frame) {
    const was = atEnd();
    let element = writing.get(frame.reply_to);
    if (!element) {
      element = bubble('assistant', '');
      element.classList.add('writing');
      writing.set(frame.reply_to, element);
    }
    element.querySelector('p').textContent += frame.text;
    follow(was);
  }

  function forgetUnfinished() {
    for (const element of writing.values()) element.remove();
    writing.clear();
  }

  async function openSession() {
    const response = await fetch(new URL('api/chat-sessions', base), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ business: Number(business) }),
    });
    if (response.status === 401) { location.reload(); return; }  // the page is older than a day
    if (!response.ok) throw new Error(String(response.status));
    session = (await response.json()).session_id;
    last = '';
    keep(storeKey, session);
  }

  function transmit(entry) {
    entry.sent = true;
    socket.send(JSON.stringify({ message: entry.text, type: 'user' }));
  }

  async function connect() {
    clearTimeout(retryTimer);
    try {
      if (!session) await openSession();
    } catch {
      retry();
      return;
    }
    const url = new URL(`ws/chat/${business}/${session}/`, base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.search = new URLSearchParams({ stream: '1', after: last });
    const current = new WebSocket(url);
    socket = current;
    let opened = false;
    current.onmessage = (event) => {
      const frame = JSON.parse(event.data);
      if (frame.type === 'ready') {
        opened = true;
        failures = 0;
        say('Online');
        // The history has shown which of our messages arrived; the others are sent now.
        for (const entry of pending) transmit(entry);
      } else if (frame.type === 'delta') {
        grow(frame);
      } else if (frame.type === 'error') {
        forgetUnfinished();
        const waiting = pending.find((entry) => entry.sent);
        if (waiting && frame.code !== 'answer_failed') {
          pending.splice(pending.indexOf(waiting), 1);
          waiting.element.classList.add('failed');
        }
        notice(frame.message);
      } else {
        show(frame);
      }
    };
    current.onclose = (event) => {
      if (socket !== current) return;
      socket = null;
      forgetUnfinished();
      for (const entry of pending) entry.sent = false;
      if (event.code === 4404) session = '';
      retry(opened);
    };
  }

  async function retry(wasOpen) {
    failures = wasOpen ? 0 : failures + 1;
    const wait = Math.min(30000, 500 * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() / 2);
    say(failures < 3
      ? 'Reconnecting…'
      : 'The desk cannot be reached. What you write is kept on this page and sent when it is back.', true);
    retryTimer = setTimeout(connect, wait);
    if (failures === 2 && session && !document.body.dataset.session) {
      // The server answers but refuses this session: it was deleted, so a new one is opened.
      try {
        const health = await fetch(new URL('health', base));
        if (health.ok && failures === 2) session = '';
      } catch { /* away: the timer tries again */ }
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = '';
    resize();
    const entry = { text, element: bubble('user', text), sent: false };
    entry.element.classList.add('pending');
    pending.push(entry);
    if (socket && socket.readyState === WebSocket.OPEN && !failures) transmit(entry);
    input.focus();
  });

  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  function resize() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
  }
  input.addEventListener('input', resize);
  window.addEventListener('online', () => { if (!socket) connect(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && !socket) connect(); });

  connect();
  input.focus({ preventScroll: true });
})();
