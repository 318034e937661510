// Puts a chat on any page: <script src="https://desk.example.com/widget.js" data-key="fd_wk_..." async></script>
// Its styles live in a shadow root and the chat in a frame, so that page and chat cannot disturb each other.
// Optional: data-label="Chat with us" and data-color="#1f5fbf"; of people who are signed in data-identifier and
// data-identifier-hash, which the site's own server made, and data-name, data-email and data-phone. The same for pages that
// do not load anew: frontdesk.setUser({ identifier, identifierHash, name, email, phone }) and frontdesk.reset(), from the
// event `frontdesk:ready` on.
'use strict';
(() => {
  const script = document.currentScript;
  const { key, label = 'Chat with us' } = script.dataset;
  if (!key) { console.error('Frontdesk: the script tag needs data-key with a widget key.'); return; }
  const base = new URL('.', script.src);
  const color = /^#[0-9a-f]{6}$/i.test(script.dataset.color || '') ? script.dataset.color : '#1f5fbf';
  const storeKey = `frontdesk:widget:${base.host}:${key.slice(0, 12)}`;

  // White on dark colours and black on light ones: on a relative luminance (y) of 0.179 both contrast alike.
  const white = 'clamp(0, (.179 - y) * 1e6, 1)';
  const onColor = `color(from ${color} xyz-d65 calc(.9505 * ${white}) ${white} calc(1.089 * ${white}))`;

  // `!important` in :host wins over the page's own `!important`, so that no style of the page reaches in.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial !important; direction: ltr !important; position: fixed !important; inset: auto 20px 20px auto !important; z-index: 2147483000 !important; font: 16px/1.4 Inter, system-ui, -apple-system, "Segoe UI", sans-serif !important; color-scheme: light dark !important; }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    button { font: inherit; cursor: pointer; border: 0; }
    svg { width: 1.4em; height: 1.4em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
    .opener { position: relative; display: flex; gap: 10px; align-items: center; min-height: 52px; padding: 12px 20px; border-radius: 26px; background: ${color}; color: ${onColor}; font-weight: 600; box-shadow: 0 6px 24px #0004; }
    .opener:focus-visible { outline: 3px solid ${color}; outline-offset: 3px; }
    .badge { position: absolute; top: 0; right: 2px; width: 14px; height: 14px; border-radius: 50%; background: #d92d20; border: 2px solid #fff; }
    .panel { position: fixed; inset: auto 20px 20px auto; width: min(400px, calc(100vw - 40px)); height: min(640px, calc(100dvh - 40px)); display: flex; flex-direction: column; border-radius: 18px; overflow: hidden; background: light-dark(#f6f6f4, #121417); color: light-dark(#1b1d21, #e8eaed); box-shadow: 0 0 0 1px #0001, 0 16px 56px #0005; }
    .top { display: flex; justify-content: space-between; align-items: center; gap: 12px; min-height: 56px; padding: 8px 10px 8px 20px; background: ${color}; color: ${onColor}; font-weight: 600; }
    .close { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 12px; background: transparent; color: inherit; }
    .close:hover { background: color-mix(in srgb, currentColor 15%, transparent); }
    .close:focus-visible { outline: 2px solid currentColor; outline-offset: -3px; }
    .frame { position: relative; flex: 1; display: flex; }
    iframe { flex: 1; border: 0; width: 100%; color-scheme: light dark; }
    .state { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 16px; margin: 0; padding: 32px; text-align: center; background: inherit; }
    .state button { padding: 10px 18px; border-radius: 12px; background: ${color}; color: ${onColor}; font-weight: 600; }
    @media (max-width: 30rem) { .panel { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; } }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: rise .18s ease-out; } @keyframes rise { from { opacity: 0; translate: 0 12px; } } }
    @media print { :host { display: none !important; } }`);

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    element.append(...children);
    return element;
  };
  const icon = (path) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    line.setAttribute('d', path);
    svg.append(line);
    return svg;
  };

  const host = document.createElement('frontdesk-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sheet];
  const opener = make('button', { type: 'button', class: 'opener', 'aria-expanded': 'false', 'aria-haspopup': 'dialog' },
    icon('M21 11.5a8 8 0 0 1-8 8 9 9 0 0 1-3.6-.8L4 20l1.4-4.4A8 8 0 1 1 21 11.5z'), label);
  const badge = make('span', { class: 'badge', role: 'status', 'aria-label': 'New message' });
  badge.hidden = true;
  opener.append(badge);
  const closer = make('button', { type: 'button', class: 'close', 'aria-label': 'Close chat' }, icon('M6 6l12 12M18 6L6 18'));
  const body = make('div', { class: 'frame' });
  const panel = make('div', { class: 'panel', role: 'dialog', 'aria-label': label },
    make('div', { class: 'top' }, make('span', {}, label), closer), body);
  panel.hidden = true;
  shadow.append(opener, panel);

  // Who the page says its visitor is, as the server wants to hear it; null for anybody.
  const named = ({ identifier, identifierHash, identifier_hash = identifierHash, name, email, phone }) => {
    const given = Object.entries({ identifier, identifier_hash, name, email, phone })
      .filter(([, value]) => value !== undefined && value !== null && value !== '');
    const who = Object.fromEntries(given.map(([field, value]) => [field, String(value)]));
    return who.identifier ? who : null;
  };
  let user = named(script.dataset);

  const read = () => { try { return JSON.parse(localStorage.getItem(storeKey)); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem(storeKey, JSON.stringify(value)); } catch { /* this page only */ } };

  async function openSession(who) {
    const response = await fetch(new URL('api/chat-sessions', base), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: JSON.stringify(who ?? {}),
    });
    const answer = await response.json();
    if (!response.ok) {
      // For whoever runs the page; customers are told below.
      console.error(`Frontdesk: ${answer.error?.message ?? response.status}`);
      throw Object.assign(new Error(), { isFinal: response.status === 401 || response.status === 403 });
    }
    return { business: answer.business, id: answer.session_id, isVerified: answer.verified, ticket: answer.ticket };
  }

  const pageOf = (session) => new URL(`chats/${session.business}/${session.id}/`, base);

  function kept(session) {
    keep({ business: session.business, id: session.id });
    return session;
  }

  async function storedSession() {
    const session = read();
    if (!session) return null;
    const page = await fetch(pageOf(session), { method: 'HEAD' });
    return page.status === 404 ? null : session;
  }

  async function currentSession() {
    if (!user) return await storedSession() ?? kept(await openSession());
    const session = await openSession(user);
    // Found again by who they are, and kept nowhere: the next to use this browser may be another.
    if (session.isVerified) return session;
    console.warn('Frontdesk: identifier and identifier_hash do not belong together, so the visitor is anonymous.');
    return await storedSession() ?? kept(session);
  }

  let isLoading = false;
  let openedAt = 0;
  let visitors = 0; // counted, so that what was begun for one is not shown to the next
  async function load() {
    if (isLoading || body.querySelector('iframe')) return;
    isLoading = true;
    const visitor = visitors;
    const state = make('div', { class: 'state', role: 'status' }, 'Opening the chat…');
    body.replaceChildren(state);
    try {
      const frame = make('iframe', { title: label });
      const session = await currentSession();
      if (visitor !== visitors) return;
      openedAt = Date.now();
      frame.src = `${pageOf(session)}?embed=1${session.ticket ? `#ticket=${session.ticket}` : ''}`;
      frame.addEventListener('load', () => { state.remove(); if (!panel.hidden) frame.focus(); }, { once: true });
      body.prepend(frame);
    } catch (error) {
      if (visitor !== visitors) return;
      const retry = make('button', { type: 'button' }, 'Try again');
      retry.addEventListener('click', load);
      state.setAttribute('role', 'alert');
      state.replaceChildren(...(error.isFinal
        ? ['This chat is not available on this page.']
        : ['The chat cannot be reached right now.', retry]));
    } finally {
      if (visitor === visitors) isLoading = false;
    }
  }

  /** Takes away what was shown, and shows the chat of whoever the visitor is now. */
  function restart() {
    visitors += 1;
    isLoading = false;
    badge.hidden = true;
    body.replaceChildren();
    if (!panel.hidden) load();
  }

  function setUser(given) {
    const who = named(given ?? {});
    if (!who) { console.error('Frontdesk: setUser needs an identifier.'); return; }
    if (JSON.stringify(who) === JSON.stringify(user)) return;
    user = who;
    restart();
  }

  /** Somebody signed out: neither their chat nor the anonymous one in this browser is the next visitor's. */
  function reset() {
    user = null;
    keep(null);
    restart();
  }

  function toggle(isOpen) {
    panel.hidden = !isOpen;
    opener.hidden = isOpen;
    opener.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) { opener.focus(); return; }
    badge.hidden = true;
    closer.focus();
    body.querySelector('iframe')?.focus();
    load();
  }
  opener.addEventListener('click', () => toggle(true));
  closer.addEventListener('click', () => toggle(false));
  shadow.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !panel.hidden) toggle(false); });
  addEventListener('message', (event) => {
    if (event.origin !== base.origin || event.source !== body.querySelector('iframe')?.contentWindow) return;
    if (event.data?.frontdesk === 'close' && !panel.hidden) toggle(false);
    if (event.data?.frontdesk === 'message') badge.hidden = !panel.hidden;
    // What let the visitor in was over (it holds for an hour) when the connection was: they show again who they are.
    if (event.data?.frontdesk === 'refused' && Date.now() - openedAt > 3300e3) restart();
  });

  // Beside the body rather than in it: styles of the body (transforms, filters) would move what is fixed.
  const mount = () => document.documentElement.append(host);
  if (document.body) mount(); else addEventListener('DOMContentLoaded', mount);

  if (!Object.hasOwn(window, 'frontdesk')) window.frontdesk = Object.freeze({ setUser, reset });
  dispatchEvent(new Event('frontdesk:ready'));
})();
