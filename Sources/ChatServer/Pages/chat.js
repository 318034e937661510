// The chat page: a conversation over one WebSocket that survives drops, loses and doubles nothing, and is honest when the
// desk is away. Needs viewer.js, rating.js, form.js and presence.js.
'use strict';
(() => {
  const { root, business, token, color, session: fixedSession, closed } = document.body.dataset;
  // What a verified person's chat takes to open, where its address alone does not do.
  const ticket = new URLSearchParams(location.hash.slice(1)).get('ticket') || document.body.dataset.ticket;
  const base = new URL(root, location.href);
  const name = document.querySelector('h1').textContent;
  const isEmbedded = new URLSearchParams(location.search).has('embed');
  const log = byID('log');
  const input = byID('message');
  const sessionKey = `frontdesk:session:${business}`;
  const unsentKey = `frontdesk:unsent:${business}:${fixedSession}`;

  const memory = (store) => ({
    read(key) { try { return store()[key] ?? ''; } catch { return ''; } },
    keep(key, value) { try { store()[key] = value; } catch { /* private mode: lives as long as the page */ } },
  });
  const lasting = memory(() => localStorage);
  const ofThisTab = memory(() => sessionStorage);

  // MARK: Look

  if (/^#[0-9a-f]{6}$/i.test(color)) document.documentElement.style.setProperty('--accent', color);
  document.body.classList.toggle('embedded', isEmbedded);
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase();
  for (const element of document.querySelectorAll('.monogram')) element.textContent = initials;

  // MARK: Messages

  let last = '';              // id of the newest message shown
  let day = '';
  let isLive = false;         // the history has been shown
  const seen = new Set();     // ids of the messages shown
  const writing = new Map();  // id of a question -> { element, text } of the answer being written
  const waiting = new Set();  // ids of questions without an answer yet
  const replayed = new Set(); // ids of questions that were asked before this connection
  let pending = [];           // { text, after, element, isSent }: written here, not yet known to be stored
  const sources = new Sources(base, () => ({ business, session, ...(ticket && { ticket }) }), () => tellParent('refused'));
  const ratings = new Ratings((frame) => isLive && socket.send(JSON.stringify(frame)), () => input.focus());
  const forms = new Forms(byID('start-form'), (text) => { submit(text); input.focus(); });
  const presence = new Presence({
    button: byID('person'),
    line: byID('writing'),
    request: askForPerson,
    send: (frame) => isLive && socket.send(JSON.stringify(frame)),
  });
  const typing = textElement('div', '', 'typing');
  typing.setAttribute('aria-hidden', 'true');
  typing.innerHTML = '<div class="bubble"><i></i><i></i><i></i></div>';

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  function follow(wasAtEnd, mustSee) {
    if (wasAtEnd || mustSee) log.scrollTop = log.scrollHeight;
    byID('latest').hidden = isAtEnd();
  }

  // What is not stored yet stands last, below everything that is.
  function add(element) { log.insertBefore(element, pending.find((entry) => entry.element)?.element ?? null); }

  function bubble(sender, text, author) {
    const element = textElement('article', '', `message ${sender}${isLive ? ' live' : ''}`);
    const who = { user: 'You', assistant: name, human: `${author || name}, a person` }[sender] ?? 'Notice';
    const body = textElement('div', '', 'bubble');
    body.append(document.createElement('div'));
    element.append(textElement('span', `${who}: `, 'visually-hidden'), body);
    if (sender === 'human' && author) {
      const label = textElement('bdi', author, 'author');
      label.setAttribute('aria-hidden', 'true');
      element.prepend(label);
    }
    write(element, text);
    return element;
  }

  function write(element, text, options) {
    const prose = element.querySelector('.bubble > div');
    if (element.matches('.user')) {
      const paragraph = textElement('p', text);
      paragraph.dir = 'auto';
      prose.className = 'prose';
      prose.replaceChildren(paragraph);
    } else {
      DocumentText.render(prose, text, options);
    }
  }

  function markDay(timestamp) {
    const nameOf = (moment) => moment.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
    const today = nameOf(new Date());
    const shown = nameOf(new Date(timestamp));
    if (shown !== (day || today)) {
      const divider = textElement('time', shown === today ? 'Today' : shown, 'day');
      divider.dateTime = timestamp;
      add(divider);
    }
    day = shown;
  }

  function finish(element, frame) {
    const { references, list, make } = sources.of(frame);
    write(element, frame.message, { references, make });
    element.classList.toggle('declined', frame.answered === false);
    if (list) element.querySelector('.bubble').append(list);
    if (frame.message_id && frame.answered !== undefined) ratings.offer(element, frame.message_id);
    if (frame.offers_person) presence.offer(element);
  }

  function updateTyping() {
    const isThinking = isLive && [...waiting].some((id) => !writing.has(id));
    if (isThinking) add(typing); else typing.remove();
    if (isLive) say(waiting.size ? 'Answering…' : presence.status || 'Online');
  }

  /** The message of ours that a stored message is. White space is compared loosely: the desk trims what is sent. */
  function ownEntry(frame) {
    const comparable = (text) => text.replace(/[\s\u0085\uFEFF]+/g, ' ').trim();
    return pending.find((entry) => entry.after < frame.message_id && comparable(entry.text) === comparable(frame.message));
  }

  function show(frame) {
    const { message_id: id, reply_to: question, sender } = frame;
    if (id) {
      if (seen.has(id)) return;
      seen.add(id);
    }
    const wasAtEnd = isAtEnd();
    let element;
    if (sender === 'user') {
      const own = ownEntry(frame);
      if (own) {
        settle(own);
        element = own.element;
        element.querySelector('.note')?.remove();
        element.classList.remove('pending');
      } else {
        markDay(frame.timestamp);
        element = bubble(sender, frame.message);
        add(element);
      }
      element.dataset.id = id;
      if (!presence.isHeld) waiting.add(id);
    } else {
      element = writing.get(question)?.element;
      writing.delete(question);
      waiting.delete(question);
      // What came before a person's words, or before the assistant came back, is not waited for any more.
      if (sender === 'human' || (sender === 'system' && !isLive)) waiting.clear();
      if (sender === 'human') presence.stopTyping();
      if (!element) {
        markDay(frame.timestamp);
        element = bubble(sender, '', frame.author_name);
        add(element);
      }
      finish(element, frame);
      element.classList.remove('writing');
      element.removeAttribute('aria-busy');
      if (isLive && sender !== 'system') tellParent('message');
    }
    forms.show(element, frame);
    element.title = new Date(frame.timestamp).toLocaleString();
    if (id > last) last = id;
    byID('new-chat').hidden = Boolean(fixedSession) || !last;
    updateTyping();
    follow(wasAtEnd);
    if (isLive && sender === 'human') presence.see(last);
  }

  /** The person has read everything up to a message. */
  function markRead(id) {
    const mine = [...log.querySelectorAll('.message.user[data-id]')].filter((element) => element.dataset.id <= id).at(-1);
    if (!mine) return;
    log.querySelector('.note.read')?.remove();
    mine.append(textElement('div', 'Read', 'note read'));
  }

  /** A person speaks, or the assistant does again. */
  function changeVoice(frame) {
    presence.change(frame);
    if (presence.isHeld) { waiting.clear(); forgetUnfinished(); }
    updateTyping();
  }

  /** What was shown of an answer is void: a person has taken over. */
  function withdraw({ reply_to: question }) {
    writing.get(question)?.element.remove();
    writing.delete(question);
    waiting.delete(question);
    updateTyping();
  }

  async function askForPerson() {
    if (!session) return;
    const url = new URL(`api/chat-sessions/${session}/handoff`, base);
    url.search = new URLSearchParams({ business, ...(ticket && { ticket }) });
    const response = await fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
    if (response.status === 403 && ticket) {
      // Beside the widget's page nobody opens it again by itself.
      add(bubble('system', 'This chat was opened a while ago. Open it again on the page where you are signed in.'));
      tellParent('refused');
    } else if (!response.ok) {
      add(bubble('system', (await response.json()).error?.message ?? 'That did not work just now.'));
    }
    follow(true);
  }

  function grow({ reply_to: question, text }) {
    // The beginning of an answer to an earlier question was sent to an earlier connection: it is shown when whole.
    if (replayed.has(question)) return;
    const wasAtEnd = isAtEnd();
    let answer = writing.get(question);
    if (!answer) {
      answer = { element: bubble('assistant', ''), text: '' };
      answer.element.classList.add('writing');
      answer.element.setAttribute('aria-busy', 'true');
      writing.set(question, answer);
      updateTyping();
      add(answer.element);
    }
    answer.text += text;
    write(answer.element, answer.text);
    follow(wasAtEnd);
  }

  function forgetUnfinished() { for (const { element } of writing.values()) element.remove(); writing.clear(); }

  function fail({ code, message }) {
    const wasAtEnd = isAtEnd();
    const refused = code === 'answer_failed' || !pending[0]?.isSent ? null : pending[0];
    forgetUnfinished();
    if (refused) {
      remark(refused.element, `Not sent. ${message}`, () => { refused.element.remove(); submit(refused.text); });
      refused.element.classList.replace('pending', 'failed');
      settle(refused);
    } else {
      if (code === 'answer_failed') waiting.clear();
      add(bubble('system', message));
    }
    updateTyping();
    follow(wasAtEnd);
  }

  // MARK: Sending

  function remark(element, text, retry) {
    const note = textElement('div', '', 'note');
    note.setAttribute('role', 'status');
    note.append(textElement('span', text));
    if (retry) {
      const button = textElement('button', 'Try again', 'quiet small');
      button.type = 'button';
      button.addEventListener('click', retry);
      note.append(button);
    }
    element.querySelector('.note')?.remove();
    element.append(note);
  }

  function keepPending() {
    ofThisTab.keep(unsentKey, JSON.stringify(pending.map(({ text, after }) => ({ text, after }))));
  }

  function settle(entry) {
    pending = pending.filter((other) => other !== entry);
    keepPending();
    transmit();
  }

  function enqueue(entry) {
    entry.element = bubble('user', entry.text);
    entry.element.classList.add('pending');
    log.append(entry.element);
    pending.push(entry);
    keepPending();
  }

  function submit(text) {
    enqueue({ text, after: last, isSent: false });
    if (isLive) transmit(); else remark(pending.at(-1).element, 'Waiting to be sent');
    follow(true, true);
  }

  /** Sends the first message that waits. One at a time, so that a refusal is known to mean the one on its way. */
  function transmit() {
    const entry = pending[0];
    if (!isLive || !entry || entry.isSent) return;
    entry.isSent = true;
    entry.element.querySelector('.note')?.remove();
    socket.send(JSON.stringify({ message: entry.text, type: 'user' }));
    clearTimeout(watchdog);
    // A connection can be dead without saying so: then the message never comes back as stored.
    watchdog = setTimeout(() => { if (pending.includes(entry)) drop(); }, 20000);
  }

  // MARK: Connection

  let session = fixedSession || lasting.read(sessionKey);
  let socket = null;
  let failures = 0;
  let [retryTimer, watchdog] = [0, 0];
  let isConnecting = false;

  function say(text, isAway) {
    if (byID('status').textContent !== text) byID('status').textContent = text;
    byID('status').classList.toggle('away', Boolean(isAway));
  }

  function tellAway(text) {
    if (byID('away-text').textContent !== text) byID('away-text').textContent = text;
    byID('away').hidden = !text;
  }

  async function openSession() {
    const response = await fetch(new URL('api/chat-sessions', base), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ business: Number(business) }),
    });
    if (response.status === 401 && performance.now() > 3600e3) location.reload(); // the page is older than its token
    if (!response.ok) throw new Error(String(response.status));
    session = (await response.json()).session_id;
    last = '';
    lasting.keep(sessionKey, session);
  }

  /** Whether the session still exists: a WebSocket that is refused does not say why. */
  async function checkSession() {
    try {
      const page = await fetch(new URL(`chats/${business}/${session}/`, base), { method: 'HEAD' });
      if (page.status === 404) session = '';
    } catch { /* away: there will be another try */ }
  }

  async function connect() {
    clearTimeout(retryTimer);
    if (isConnecting || socket) return;
    if (closed && !ticket) {
      log.removeAttribute('aria-busy');
      say('Closed', true);
      tellAway('This chat opens on the page where you are signed in.');
      return;
    }
    isConnecting = true;
    try {
      if (!session) await openSession();
      listen();
    } catch {
      retryLater();
    } finally {
      isConnecting = false;
    }
  }

  function listen() {
    const url = new URL(`ws/chat/${business}/${session}/`, base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.search = new URLSearchParams({ stream: '1', after: last, ...(ticket && { ticket }) });
    const current = new WebSocket(url);
    socket = current;
    current.onmessage = (event) => {
      if (socket !== current) return;
      const frame = JSON.parse(event.data);
      if (frame.type === 'ready') online();
      else if (frame.type === 'delta') grow(frame);
      else if (frame.type === 'error') fail(frame);
      else if (frame.type === 'feedback') ratings.show(frame, isLive);
      else if (frame.type === 'handoff') changeVoice(frame);
      else if (frame.type === 'withdrawn') withdraw(frame);
      else if (frame.type === 'typing') presence.typing(frame);
      else if (frame.type === 'read') markRead(frame.message_id);
      else if (frame.message_id || !log.querySelector('.message.assistant')) show(frame);
    };
    current.onclose = (event) => {
      if (socket !== current) return;
      if (event.code === 4404) session = '';
      offline();
    };
  }

  function online() {
    isLive = true;
    presence.change({ state: 'bot' });
    failures = 0;
    log.removeAttribute('aria-busy');
    tellAway('');
    for (const id of waiting) replayed.add(id);
    updateTyping();
    // The history has shown which of our messages arrived; the others are sent now.
    transmit();
  }

  function offline() {
    const wasLive = isLive;
    socket = null;
    isLive = false;
    clearTimeout(watchdog);
    forgetUnfinished();
    typing.remove();
    for (const entry of pending) entry.isSent = false;
    if (!wasLive && ticket) tellParent('refused');
    if (wasLive) { failures = 0; retryLater(); } else checkSession().then(retryLater);
  }

  function drop() {
    const current = socket;
    if (!current) return;
    offline();
    current.close();
  }

  function retryLater() {
    failures += 1;
    say('Reconnecting…', true);
    const kept = 'What you write is kept here and sent when it is back.';
    if (!navigator.onLine) tellAway(`You are offline. ${kept.replace('it is', 'you are')}`);
    else if (failures > 2) tellAway(`The desk cannot be reached right now. ${kept}`);
    const wait = Math.min(15000, 300 * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() / 2);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(connect, wait);
  }

  // MARK: Events

  // The widget around an embedded chat; it checks who speaks, and nothing said here is secret.
  function tellParent(event) { if (isEmbedded && parent !== window) parent.postMessage({ frontdesk: event }, '*'); }

  function resize() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
  }

  byID('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.toWellFormed().trim();
    if (!text) { input.focus(); return; }
    input.value = '';
    resize();
    submit(text);
    input.focus();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byID('composer').requestSubmit();
  });
  input.addEventListener('input', () => { resize(); presence.write(); });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !sources.isOpen && !event.defaultPrevented) tellParent('close');
  });
  log.addEventListener('scroll', () => { if (isAtEnd()) byID('latest').hidden = true; });
  byID('latest').addEventListener('click', () => { follow(true); input.focus(); });
  byID('new-chat').addEventListener('click', () => {
    lasting.keep(sessionKey, '');
    ofThisTab.keep(unsentKey, '');
    location.reload();
  });
  byID('try-now').addEventListener('click', () => { failures = 0; connect(); input.focus(); });
  addEventListener('online', () => { failures = 0; if (socket) drop(); else connect(); });
  addEventListener('offline', () => { if (socket) drop(); });
  addEventListener('focus', () => { if (isEmbedded && document.activeElement === document.body) input.focus(); });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    connect();
    if (presence.isHeld) presence.see(last);
  });

  try {
    for (const { text, after } of JSON.parse(ofThisTab.read(unsentKey) || '[]')) enqueue({ text, after, isSent: false });
  } catch { /* not ours */ }
  connect();
  input.focus({ preventScroll: true });
})();
