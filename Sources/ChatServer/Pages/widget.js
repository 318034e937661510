// Puts a chat on any page: <script src="https://desk.example.com/widget.js" data-key="fd_wk_..." async></script>
// Its styles live in a shadow root and the chat in a frame, so that page and chat cannot disturb each other.
'use strict';
(() => {
  const script = document.currentScript;
  const key = script.dataset.key;
  const base = new URL('.', script.src);
  const label = script.dataset.label || 'Chat with us';
  const color = /^#[0-9a-f]{6}$/i.test(script.dataset.color || '') ? script.dataset.color : '#1f5fbf';
  const storeKey = `frontdesk:widget:${base.host}:${(key || '').slice(0, 12)}`;
  if (!key) { console.error('Frontdesk: the script tag needs data-key with a widget key.'); return; }

  const host = document.createElement('frontdesk-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; font: 16px/1.4 system-ui, sans-serif; }
    button { font: inherit; font-weight: 600; border: 0; border-radius: 2rem; padding: .8rem 1.2rem; background: ${color}; color: #fff; cursor: pointer; box-shadow: 0 .25rem 1rem #0004; }
    button:focus-visible { outline: 3px solid #fff; outline-offset: -6px; }
    .panel { position: fixed; inset: auto 1rem 1rem auto; width: min(24rem, calc(100vw - 2rem)); height: min(36rem, calc(100dvh - 2rem)); display: flex; flex-direction: column; border-radius: .8rem; overflow: hidden; background: Canvas; color: CanvasText; box-shadow: 0 .5rem 2rem #0006; }
    .panel[hidden] { display: none; }
    .top { display: flex; justify-content: space-between; align-items: center; padding: .3rem .3rem .3rem 1rem; background: ${color}; color: #fff; font-weight: 600; }
    .top button { box-shadow: none; padding: .4rem .8rem; }
    iframe { flex: 1; border: 0; width: 100%; }
    p { margin: 1rem; }
    @media (max-width: 30rem) { .panel { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; } }`);
  shadow.adoptedStyleSheets = [sheet];

  const opener = document.createElement('button');
  opener.type = 'button';
  opener.textContent = label;
  opener.setAttribute('aria-expanded', 'false');
  const panel = document.createElement('div');
  panel.className = 'panel';
  panel.hidden = true;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', label);
  const top = document.createElement('div');
  top.className = 'top';
  const title = document.createElement('span');
  title.textContent = label;
  const closer = document.createElement('button');
  closer.type = 'button';
  closer.textContent = '×';
  closer.setAttribute('aria-label', 'Close chat');
  top.append(title, closer);
  panel.append(top);
  shadow.append(opener, panel);

  const read = () => { try { return JSON.parse(localStorage.getItem(storeKey) || 'null'); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem(storeKey, JSON.stringify(value)); } catch { /* this page only */ } };

  async function openSession() {
    const response = await fetch(new URL('api/chat-sessions', base), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: '{}',
    });
    const body = await response.json();
    if (!response.ok) throw new Error(body.error ? body.error.message : String(response.status));
    const session = { business: body.business, id: body.session_id };
    keep(session);
    return session;
  }

  async function frame() {
    if (panel.querySelector('iframe')) return;
    panel.querySelector('p')?.remove();
    try {
      let session = read();
      if (session) {
        const page = await fetch(new URL(`chats/${session.business}/${session.id}/`, base), { method: 'HEAD' });
        if (page.status === 404) session = null;
      }
      session = session || await openSession();
      const element = document.createElement('iframe');
      element.title = label;
      element.src = new URL(`chats/${session.business}/${session.id}/?embed=1`, base);
      panel.append(element);
    } catch (error) {
      const text = document.createElement('p');
      text.setAttribute('role', 'alert');
      text.textContent = `The chat cannot be opened now. Please try again later. (${error.message})`;
      panel.append(text);
    }
  }

  function toggle(open) {
    panel.hidden = !open;
    opener.hidden = open;
    opener.setAttribute('aria-expanded', String(open));
    if (open) { frame(); closer.focus(); } else { opener.focus(); }
  }
  opener.addEventListener('click', () => toggle(true));
  closer.addEventListener('click', () => toggle(false));
  shadow.addEventListener('keydown', (event) => { if (event.key === 'Escape') toggle(false); });

  const mount = () => document.body.append(host);
  if (document.body) mount(); else addEventListener('DOMContentLoaded', mount);
})();
