// What every page of the dashboard does beyond links and forms. Without this script they work as links and forms.
'use strict';
(() => {
  const { root = './', csrf = '', away = '', page } = document.body.dataset;
  const byID = (id) => document.getElementById(id);
  document.documentElement.classList.add('script');

  function tell(text, element = byID('problem')) {
    if (!element) return;
    element.textContent = text;
    element.hidden = !text;
  }

  // MARK: Times, in the reader's own

  function showTimes(scope = document) {
    const now = new Date();
    for (const time of scope.querySelectorAll('time[datetime]')) {
      const moment = new Date(time.dateTime);
      const isToday = moment.toDateString() === now.toDateString();
      const text = moment.toLocaleString(document.documentElement.lang, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
      if (time.textContent !== text) time.textContent = text;
      time.title = moment.toLocaleString(document.documentElement.lang);
    }
  }

  // MARK: Sign-in

  if (page === 'welcome') {
    const problem = byID('problem');
    if (new URLSearchParams(location.search).get('problem') === 'link') {
      tell(problem.dataset.link, problem);
      history.replaceState(null, '', new URL(root, location.href));
    }
    byID('sign-in').addEventListener('submit', async (event) => {
      event.preventDefault();
      const reply = await fetch(event.target.action, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token: byID('token').value }),
      }).catch(() => null);
      if (reply?.ok) { location.assign(new URL(root, location.href)); return; }
      const said = await reply?.json().catch(() => null);
      const wrong = said?.error?.code === 'wrong_token' ? problem.dataset.wrong : said?.error?.message;
      tell(reply ? wrong ?? String(reply.status) : away, problem);
      byID('token').select();
    });
    return;
  }

  // MARK: Bringing parts of the page up to date

  const keyed = (list) => new Map([...list.querySelectorAll(':scope > [data-key]')].map((item) => [item.dataset.key, item]));
  const same = (one, other) => (one.source ?? one.outerHTML) === other.outerHTML;

  /** Takes over what is new in a part of the page; what has not changed is not touched, so that focus and place stay. */
  function patchPart(old, fresh) {
    const known = keyed(old);
    if (!known.size && !keyed(fresh).size) {
      if (old.source === fresh.innerHTML) return;
      old.source = fresh.innerHTML;
      old.replaceChildren(...[...old.children].filter((child) => child.dataset.local !== undefined), ...fresh.cloneNode(true).childNodes);
      return;
    }
    const isAtEnd = old.scrollHeight - old.scrollTop - old.clientHeight < 40;
    const wanted = [...old.children].filter((child) => child.dataset.local !== undefined); // what a script put there
    for (const item of fresh.children) {
      const mine = known.get(item.dataset.key);
      if (mine && same(mine, item)) { wanted.push(mine); continue; }
      const copy = item.cloneNode(true);
      copy.source = item.outerHTML;
      wanted.push(copy);
    }
    // Gone first, then new ones between those that stay: an element that is not moved keeps focus and place.
    for (const child of [...old.children]) if (!wanted.includes(child)) child.remove();
    wanted.forEach((item, index) => { if (old.children[index] !== item) old.insertBefore(item, old.children[index] ?? null); });
    if (old.dataset.follow !== undefined && isAtEnd) old.scrollTop = old.scrollHeight;
  }

  /** Where the focus goes when what had it is gone: to the same button of its neighbour. */
  function neighbour(element) {
    const item = element?.closest('[data-key]');
    if (!item) return () => null;
    const act = element.closest('form')?.dataset.act;
    const keys = [item, item.nextElementSibling, item.previousElementSibling].map((one) => one?.dataset?.key).filter(Boolean);
    return () => {
      for (const key of keys) {
        const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
        const button = found?.querySelector(`form[data-act="${act}"] button`) ?? found?.querySelector('button, a');
        if (button) return button;
      }
      return byID('main');
    };
  }

  /** Scripts send a form once, and again when that is meant: the key that makes two of it one is for pages without. */
  function dropKeys(scope) {
    for (const key of scope.querySelectorAll('[data-patch] [name=form_key], form:not([data-plain]) > [name=form_key]')) key.remove();
  }

  function patch(html) {
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    dropKeys(fresh);
    const had = document.activeElement;
    const next = neighbour(had);
    for (const part of document.querySelectorAll('[data-patch]')) {
      const other = fresh.getElementById(part.id);
      if (other) patchPart(part, other);
    }
    showTimes();
    if (had && had !== document.body && !had.isConnected) next()?.focus();
    document.dispatchEvent(new CustomEvent('patched'));
    return fresh;
  }

  let retry = 0;
  let looking = null; // what ends a look that is under way
  let sending = 0; // forms under way: what they change (or delete) is not looked at before they are done
  /** Asks the server for this page again and shows what is new; while the server is away, says so and goes on trying. */
  async function refresh() {
    clearTimeout(retry);
    if (sending) {
      retry = setTimeout(refresh, 200);
      return false;
    }
    const look = new AbortController();
    looking = look;
    const { href } = location;
    const [reply, html] = await fetch(href, { headers: { Accept: 'text/html' }, signal: look.signal })
      .then(async (reply) => [reply, await reply.text()]).catch(() => []);
    // What was asked for is no longer what is shown: a form was sent meanwhile, or the list filtered.
    if (look.signal.aborted || href !== location.href) {
      retry = setTimeout(refresh, 200);
      return false;
    }
    if (!reply) {
      tell(away);
      retry = setTimeout(refresh, 2000);
      return false;
    }
    if (reply.redirected && new URL(reply.url).pathname !== location.pathname) { location.reload(); return false; }
    // Gone, or no longer this person's to see: the page that says so.
    if (reply.status === 404 || reply.status === 403) { location.reload(); return false; }
    if (!reply.ok) return false;
    if (byID('problem')?.textContent === away) tell('');
    patch(html);
    return true;
  }

  // MARK: Toasts

  function toast(element) {
    byID('toasts').replaceChildren(element);
    showToast();
  }
  function toastText(text) {
    const element = Object.assign(document.createElement('div'), { className: 'toast' });
    element.append(Object.assign(document.createElement('span'), { textContent: text }));
    toast(element);
  }
  let toastTimer = 0;
  function showToast() {
    const element = byID('toasts').firstElementChild;
    if (!element) return;
    clearTimeout(toastTimer);
    // What can be undone stays as long as it is looked at, and longer.
    const hide = () => { toastTimer = setTimeout(() => { if (element.matches(':hover, :focus-within')) hide(); else element.remove(); }, element.querySelector('form') ? 20000 : 6000); };
    hide();
    const url = new URL(location.href);
    if (url.searchParams.has('done')) {
      url.searchParams.delete('done');
      url.searchParams.delete('undo');
      history.replaceState(null, '', url);
    }
  }

  // MARK: Forms

  function messageOf(html) {
    try { return JSON.parse(html).error.message; } catch { /* a page, then */ }
    return new DOMParser().parseFromString(html, 'text/html').getElementById('error-message')?.textContent;
  }

  /** Shows what was typed where it will stand. Returns the way back. */
  function shows(form) {
    const place = (form.closest('[data-key]') ?? document).querySelector(form.dataset.shows);
    const had = place?.textContent;
    const text = form.querySelector('input[name]:not([type=hidden])')?.value.trim();
    if (!place || !text) return null;
    place.textContent = text;
    return () => { place.textContent = had; };
  }

  /** Sends a form without leaving the page: errors are told beside it and nothing that was typed is lost. */
  async function send(form, submitter) {
    // Once at a time; what shows at once takes care of itself.
    if (form.getAttribute('aria-busy') === 'true' && !form.optimistic) return;
    const slot = form.querySelector('.form-problem') ?? byID('problem');
    tell('', slot);
    const body = new URLSearchParams(new FormData(form, submitter));
    if (!body.has('csrf_token')) body.set('csrf_token', csrf);
    // Shows the change at once.
    const undo = form.optimistic ? form.optimistic(submitter) : form.dataset.shows && shows(form);
    const buttons = [...form.querySelectorAll('button')].filter((button) => !button.disabled);
    form.setAttribute('aria-busy', 'true');
    sending += 1;
    looking?.abort();
    const { href } = location;
    const reply = await fetch(form.action, {
      method: 'POST', headers: { Accept: 'text/html', 'X-CSRF-Token': csrf }, body,
    }).catch(() => null);
    form.removeAttribute('aria-busy');
    const isLeaving = reply?.ok && reply.redirected && (new URL(reply.url).pathname !== location.pathname || form.dataset.leave !== undefined);
    if (!isLeaving) sending -= 1; // a page that is left is not looked at again
    if (!reply?.ok) {
      undo?.();
      if (reply?.status === 401) { location.reload(); return; }
      tell(reply ? messageOf(await reply.text()) ?? String(reply.status) : away, slot);
      if (slot.scrollIntoView) slot.scrollIntoView({ block: 'nearest' });
      (submitter ?? buttons[0])?.focus();
      return;
    }
    if (isLeaving) { location.assign(reply.url); return; }
    const html = await reply.text();
    if (!reply.redirected) { // a page that is shown this once
      const fresh = new DOMParser().parseFromString(html, 'text/html');
      byID('main').replaceWith(fresh.getElementById('main'));
      document.title = fresh.title;
      arrive();
      (document.querySelector('[data-focus]') ?? byID('main')).focus();
      return;
    }
    // A list that was filtered meanwhile is asked for as it is now: the reply shows it as it was.
    const isPast = href !== location.href;
    const fresh = isPast ? new DOMParser().parseFromString(html, 'text/html') : patch(html);
    if (isPast) {
      dropKeys(fresh);
      refresh();
    }
    const said = fresh.querySelector('#toasts > *');
    if (said && form.dataset.quiet === undefined) toast(said);
    form.settled?.();
    if (form.dataset.reset !== undefined) form.reset();
    if (form.closest('.toasts')) byID('main').focus();
  }

  function ask(form, submitter) {
    const dialog = byID('confirm');
    byID('confirm-heading').textContent = form.dataset.confirm;
    byID('confirm-text').textContent = form.dataset.confirmText ?? '';
    byID('confirm-action').textContent = form.dataset.confirmAction ?? '';
    dialog.returnValue = 'keep';
    dialog.onclose = () => { if (dialog.returnValue === 'yes') send(form, submitter); };
    dialog.showModal();
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.confirm !== undefined) {
      event.preventDefault();
      ask(form, event.submitter);
    } else if (form.method === 'post' && form.dataset.plain === undefined && form.enctype !== 'multipart/form-data') {
      event.preventDefault();
      send(form, event.submitter);
    }
  });
  document.addEventListener('change', (event) => {
    const form = event.target.closest('[data-submit-on-change]');
    if (form) form.requestSubmit();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
  });

  // MARK: What a page has when it arrives

  /** Keeps what is new as the server sent it, to compare with what it sends later. */
  function remember() {
    dropKeys(document);
    for (const part of document.querySelectorAll('[data-patch]')) part.source ??= part.innerHTML;
    for (const item of document.querySelectorAll('[data-patch] > [data-key]')) item.source ??= item.outerHTML;
  }

  function arrive() {
    remember();
    showTimes();
    for (const place of document.querySelectorAll('.copy:not(:has(button))')) {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet small', textContent: document.body.dataset.copy ?? 'Copy' });
      button.addEventListener('click', async () => {
        const code = place.querySelector('code');
        try {
          await navigator.clipboard.writeText(code.textContent);
          button.textContent = document.body.dataset.copied ?? 'Copied';
        } catch {
          getSelection().selectAllChildren(code); // no clipboard over plain http: it can be copied by hand
        }
      });
      place.append(button);
    }
    for (const list of document.querySelectorAll('[data-follow]')) list.scrollTop = list.scrollHeight;
  }

  document.addEventListener('htmx:afterSettle', () => { remember(); showTimes(); });
  document.addEventListener('htmx:beforeRequest', () => tell(''));
  document.addEventListener('htmx:sendError', () => tell(away));
  document.addEventListener('htmx:responseError', ({ detail: { xhr } }) => {
    try { tell(JSON.parse(xhr.responseText).error.message); } catch { tell(String(xhr.status)); }
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); }); // signed out meanwhile, perhaps
  window.frontdesk = { refresh, patch, tell, toastText, send, byID, root, csrf };
  arrive();
  showToast();
})();
