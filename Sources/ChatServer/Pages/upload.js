// The sign-in page and the documents page.
'use strict';
(() => {
  const base = new URL('../', document.currentScript.src);
  const at = (path) => new URL(path, base);
  const byID = (id) => document.getElementById(id);
  const awayText = 'The server cannot be reached. Check that it runs; this page tries again by itself.';

  /** What tells the server that a page of its own asks. */
  function pageToken() {
    const match = /(?:^|; )frontdesk_csrf=([^;]*)/.exec(document.cookie);
    return match ? { 'X-CSRF-Token': match[1] } : {};
  }

  async function call(method, path, body) {
    let response;
    try {
      response = await fetch(at(path), {
        method,
        headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), ...pageToken() },
        body: body ? JSON.stringify(body) : undefined,
      });
    } catch {
      throw Object.assign(new Error(awayText), { isAway: true });
    }
    if (response.status === 204) return null;
    const json = await response.json().catch(() => ({}));
    if (response.ok) return json;
    if (response.status === 401 && document.body.dataset.page === 'documents') location.reload(); // signed out elsewhere
    throw Object.assign(new Error(json.error?.message ?? `The server answered ${response.status}.`), { status: response.status });
  }

  function tell(text, element = byID('notice')) {
    element.textContent = text;
    element.hidden = !text;
  }

  window.frontdesk = { call, tell, base, pageToken };

  if (document.body.dataset.page === 'welcome') {
    const problem = byID('problem');
    if (new URLSearchParams(location.search).get('problem') === 'link') {
      tell('That sign-in link was used already or is out of date. Restart the server for a new one, or use the admin token.', problem);
      history.replaceState(null, '', base);
    }
    byID('sign-in').addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        await call('POST', 'sign-in', { token: byID('token').value });
        location.assign(base);
      } catch (error) {
        tell(error.isAway ? 'The server cannot be reached. Check that it runs, then try again.' : error.message, problem);
        byID('token').select();
      }
    });
    return;
  }

  const select = byID('business');
  const list = byID('documents');
  const rows = new Map(); // id -> { item, document }
  let timer = 0;

  // MARK: Businesses

  /** Every entry of a paged list. */
  async function all(path) {
    const entries = [];
    for (let after = null; ;) {
      const page = await call('GET', `${path}limit=200${after ? `&after=${after}` : ''}`);
      entries.push(...page.results);
      after = page.next;
      if (!after) return entries;
    }
  }

  async function loadBusinesses(chosen = location.hash.slice(1).split('/')[0]) {
    const businesses = await all('api/businesses?');
    select.replaceChildren(...businesses.map((business) => new Option(business.name, business.id)));
    select.value = chosen;
    if (!select.value && businesses.length) select.selectedIndex = 0;
    select.hidden = !businesses.length;
    byID('first').hidden = businesses.length > 0;
    if (!businesses.length) byID('name').focus();
    await changeBusiness();
  }

  async function changeBusiness() {
    const chosen = select.value;
    clearTimeout(timer);
    rows.clear();
    list.replaceChildren();
    byID('empty').hidden = true;
    byID('summary').textContent = '';
    byID('documents-section').hidden = byID('open-chat').hidden = !chosen;
    if (chosen) {
      byID('open-chat').href = at(`chat/${chosen}/`);
      const view = location.hash.split('/')[1];
      history.replaceState(null, '', `#${chosen}${view ? `/${view}` : ''}`);
    }
    dispatchEvent(new CustomEvent('businesschange', { detail: chosen })); // the owner's other views follow
    if (!chosen) return;
    await refresh();
  }

  // MARK: Documents

  const plural = (count, one) => `${count.toLocaleString()} ${one}${count === 1 ? '' : 's'}`;
  const isBusy = ({ status }) => status === 'queued' || status === 'processing';

  function size(bytes) {
    const [unit, divisor] = bytes < 1e6 ? ['kilobyte', 1e3] : ['megabyte', 1e6];
    const amount = Math.max(bytes / divisor, 0.1);
    return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
  }

  /** A row of the list: badge, name, line below, state, buttons. */
  function makeRow(kind, name, isLink) {
    const item = document.createElement('li');
    item.innerHTML = `<span class="kind" aria-hidden="true"></span><${isLink ? 'a target="_blank" rel="noopener"' : 'span'} class="name"></${isLink ? 'a' : 'span'}>`
      + '<span class="state"></span><div class="actions"></div><p class="meta"></p><progress max="1" hidden></progress>'
      + '<p class="problem" role="alert"></p><ul class="warnings"></ul>';
    item.querySelector('.kind').textContent = kind;
    item.querySelector('.name').textContent = name;
    return item;
  }

  function addButton(item, text, className, action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `quiet small ${className}`;
    button.textContent = text;
    const about = document.createElement('span');
    about.className = 'visually-hidden';
    about.textContent = ` ${item.querySelector('.name').textContent}`;
    button.append(about);
    button.addEventListener('click', action);
    item.querySelector('.actions').append(button);
  }

  const states = { queued: 'Waiting', processing: 'Reading', ready: 'Ready', failed: 'Not taken in', cancelled: 'Cancelled' };

  function show(entry, isNew) {
    const kind = (entry.kind ?? entry.filename.split('.').pop()).toUpperCase().replace('MARKDOWN', 'MD').slice(0, 4);
    let item = rows.get(entry.id)?.item;
    if (!item) {
      item = makeRow(kind, entry.title || entry.filename, true);
      item.querySelector('.name').href = at(`documents/${entry.id}`);
      addButton(item, 'Try again', 'retry', () => act(`api/documents/${entry.id}/retry`, entry.id));
      addButton(item, 'Cancel', 'cancel', () => act(`api/documents/${entry.id}/cancel`, entry.id));
      addButton(item, 'Delete', 'delete', () => remove(entry.id, item));
      if (isNew) list.prepend(item); else list.append(item);
    }
    rows.set(entry.id, { item, document: entry });
    const part = (name) => item.querySelector(name);
    const percent = Math.round(entry.progress * 100);
    item.className = entry.status;
    part('.kind').textContent = kind;
    part('.name').textContent = entry.title || entry.filename;
    part('.state').textContent = states[entry.status] + (entry.status === 'processing' && percent ? ` ${percent} %` : '');
    part('.meta').textContent = [
      entry.filename, size(entry.bytes), entry.pages ? plural(entry.pages, 'page') : '',
      entry.status === 'ready' ? plural(entry.chunks, 'passage') : '',
    ].filter(Boolean).join(' · ');
    part('progress').hidden = !isBusy(entry);
    part('progress').value = entry.progress;
    part('progress').setAttribute('aria-label', `Progress of ${entry.filename}`);
    const problem = entry.error?.message ?? '';
    if (part('.problem').textContent !== problem) part('.problem').textContent = problem;
    part('.warnings').replaceChildren(...entry.warnings.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
    part('.retry').hidden = entry.status !== 'failed' && entry.status !== 'cancelled';
    part('.cancel').hidden = !isBusy(entry);
  }

  function summarize() {
    const documents = [...rows.values()].map((row) => row.document);
    const busy = documents.filter(isBusy).length;
    const text = documents.length ? plural(documents.length, 'document') + (busy ? `, ${busy} being read` : '') : '';
    if (byID('summary').textContent !== text) byID('summary').textContent = text;
    byID('empty').hidden = list.children.length > 0;
    clearTimeout(timer);
    if (busy) timer = setTimeout(watch, 600);
  }

  function forget(id) {
    rows.get(id)?.item.remove();
    rows.delete(id);
  }

  /** Runs `work`; while the server is away, says so and goes on trying. */
  async function trying(work, again) {
    const chosen = select.value;
    try {
      await work(() => chosen === select.value);
      if (byID('notice').textContent === awayText) tell('');
    } catch (error) {
      tell(error.message);
      clearTimeout(timer);
      if (error.isAway) timer = setTimeout(again, 2000);
    }
  }

  const refresh = () => trying(async (isCurrent) => {
    const entries = await all(`api/documents?business=${select.value}&`);
    if (!isCurrent()) return;
    const ids = new Set(entries.map((entry) => entry.id));
    for (const id of [...rows.keys()].filter((known) => !ids.has(known))) forget(id);
    for (const entry of entries) show(entry);
    summarize();
  }, refresh);

  /** Asks after the documents that are being taken in, a few at a time. */
  const watch = () => trying(async (isCurrent) => {
    const busy = [...rows.values()].map((row) => row.document).filter(isBusy).reverse().slice(0, 8);
    for (const { id } of busy) {
      const entry = await call('GET', `api/documents/${id}`).catch((error) => {
        if (error.status === 404) return null;
        throw error;
      });
      if (!isCurrent()) return;
      if (entry) show(entry); else forget(id);
    }
    summarize();
  }, watch);

  async function act(path, id) {
    try {
      await call('POST', path);
      show(await call('GET', `api/documents/${id}`));
      summarize();
    } catch (error) {
      tell(error.message);
      await refresh();
    }
  }

  function remove(id, item) {
    const dialog = byID('confirm');
    const name = item.querySelector('.name').textContent;
    byID('confirm-text').textContent = `Customers will no longer get answers from “${name}”.`;
    dialog.returnValue = 'keep';
    dialog.onclose = async () => {
      if (dialog.returnValue !== 'delete') return;
      const next = item.nextElementSibling ?? item.previousElementSibling;
      try {
        await call('DELETE', `api/documents/${id}`);
        forget(id);
        summarize();
        (next?.querySelector('.delete') ?? byID('file')).focus();
      } catch (error) {
        tell(error.message);
      }
    };
    dialog.showModal();
  }

  // MARK: Upload

  // XMLHttpRequest, because fetch does not tell how much of an upload has gone out.
  function send(file) {
    const business = select.value;
    const item = makeRow((file.name.split('.').pop() || '?').toUpperCase().slice(0, 4), file.name, false);
    const part = (name) => item.querySelector(name);
    part('.meta').textContent = size(file.size);
    part('.state').textContent = 'Uploading';
    part('progress').hidden = false;
    part('progress').setAttribute('aria-label', `Uploading ${file.name}`);
    list.prepend(item);
    byID('empty').hidden = true;
    const form = new FormData();
    form.append('business', business);
    form.append('file', file);
    return new Promise((resolve) => {
      const refuse = (text) => {
        item.className = 'failed';
        part('.state').textContent = 'Not taken in';
        part('progress').hidden = true;
        part('.problem').textContent = text;
        addButton(item, 'Dismiss', 'dismiss', () => { item.remove(); summarize(); byID('file').focus(); });
        resolve();
      };
      const request = new XMLHttpRequest();
      request.open('POST', at('api/documents'));
      for (const [name, value] of Object.entries(pageToken())) request.setRequestHeader(name, value);
      request.responseType = 'json';
      request.upload.onprogress = (event) => { if (event.lengthComputable) part('progress').value = event.loaded / event.total; };
      request.onload = () => {
        if (request.status >= 300) {
          refuse(request.response?.error?.message ?? `The server answered ${request.status}.`);
          return;
        }
        item.remove();
        if (business === select.value) show(request.response, true);
        if (request.status === 200) tell(`${file.name} is here already, as “${request.response.title || request.response.filename}”.`);
        summarize();
        resolve();
      };
      request.onerror = () => refuse('The server cannot be reached. Choose the file again when it is back.');
      request.send(form);
    });
  }

  async function sendAll(files) {
    tell('');
    for (const file of files) await send(file);
  }

  const drop = byID('drop');
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  // Anywhere on the page, so that a file dropped beside the target is not opened by the browser instead.
  for (const type of ['dragenter', 'dragover']) {
    addEventListener(type, (event) => { if (carriesFiles(event)) { event.preventDefault(); drop.classList.add('over'); } });
  }
  addEventListener('dragleave', (event) => { if (!event.relatedTarget) drop.classList.remove('over'); });
  addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    drop.classList.remove('over');
    if (select.value) sendAll([...event.dataTransfer.files]);
  });
  byID('file').addEventListener('change', (event) => {
    const files = [...event.target.files];
    event.target.value = '';
    sendAll(files);
  });

  // MARK: Events

  for (const place of document.querySelectorAll('.copy')) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet small', textContent: 'Copy' });
    button.addEventListener('click', async () => {
      const code = place.querySelector('code');
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(code); // no clipboard over plain http: it can be copied by hand
      }
    });
    place.append(button);
  }
  select.addEventListener('change', () => { tell(''); changeBusiness(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && select.value) refresh(); });
  byID('sign-out').addEventListener('click', async () => {
    try { await call('POST', 'sign-out'); location.assign(base); } catch (error) { tell(error.message); }
  });
  byID('new-business').addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const made = await call('POST', 'api/businesses', { name: byID('name').value });
      byID('name').value = '';
      byID('secret-key').textContent = made.api_key;
      byID('widget-key').textContent = made.widget_key;
      byID('snippet').textContent = `<script src="${at('widget.js')}" data-key="${made.widget_key}" async><\/script>`;
      await loadBusinesses(String(made.id));
      byID('keys').hidden = false;
      byID('keys').focus();
    } catch (error) {
      tell(error.message);
    }
  });

  trying(() => loadBusinesses(), () => location.reload());
})();
