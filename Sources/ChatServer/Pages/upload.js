// The sign-in page and the documents page.
'use strict';
(() => {
  const base = new URL('.', new URL(document.currentScript.src).href.replace(/assets\/[^/]*$/, ''));
  const at = (path) => new URL(path, base);
  const byID = (id) => document.getElementById(id);

  async function call(method, path, body) {
    let response;
    try {
      response = await fetch(at(path), {
        method,
        headers: body ? { 'Content-Type': 'application/json' } : {},
        body: body ? JSON.stringify(body) : undefined,
      });
    } catch {
      throw new Error('The server cannot be reached. Check that it runs, then try again.');
    }
    if (response.status === 204) return null;
    const json = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(json.error ? json.error.message : `The server answered ${response.status}.`);
    return json;
  }

  function tell(element, text, good) {
    element.textContent = text;
    element.hidden = !text;
    element.classList.toggle('good', Boolean(good));
  }

  if (document.body.dataset.page === 'welcome') {
    if (new URLSearchParams(location.search).get('problem') === 'link') {
      tell(byID('problem'), 'That sign-in link was used already or is out of date. Restart the server for a new one, or use the admin token.');
    }
    byID('sign-in').addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        await call('POST', 'sign-in', { token: byID('token').value });
        location.href = base;
      } catch (error) {
        tell(byID('problem'), error.message);
      }
    });
    return;
  }

  const select = byID('business');
  const list = byID('documents');
  const notice = byID('notice');
  const rows = new Map();
  let timer = 0;

  async function loadBusinesses(chosen) {
    const all = [];
    let after = '0';
    do {
      const page = await call('GET', `api/businesses?limit=200&after=${after}`);
      all.push(...page.results);
      after = page.next;
    } while (after);
    select.replaceChildren(...all.map((business) => new Option(business.name, business.id)));
    if (chosen) select.value = chosen;
    else if (location.hash) select.value = location.hash.slice(1);
    if (!select.value && all.length) select.value = all[0].id;
    await changeBusiness();
  }

  async function changeBusiness() {
    rows.clear();
    list.replaceChildren();
    const chosen = select.value;
    byID('open-chat').hidden = !chosen;
    byID('drop').hidden = !chosen;
    if (!chosen) { byID('name').focus(); return; }
    byID('open-chat').href = at(`chat/${chosen}/`);
    history.replaceState(null, '', `#${chosen}`);
    await refresh();
  }

  function row(document_) {
    let item = rows.get(document_.id);
    if (!item) {
      item = document.createElement('li');
      item.innerHTML = '<div class="title"><a target="_blank" rel="noopener"></a> <span class="state"></span></div><progress max="1"></progress><p class="problem" role="alert"></p><ul class="warnings"></ul><div class="actions"><button type="button" class="quiet retry">Try again</button><button type="button" class="quiet cancel">Cancel</button><button type="button" class="quiet delete">Delete</button></div>';
      item.querySelector('.delete').addEventListener('click', () => remove(document_.id, item));
      item.querySelector('.retry').addEventListener('click', () => act('POST', `api/documents/${document_.id}/retry`));
      item.querySelector('.cancel').addEventListener('click', () => act('POST', `api/documents/${document_.id}/cancel`));
      rows.set(document_.id, item);
      list.prepend(item);
    }
    const busy = document_.status === 'queued' || document_.status === 'processing';
    const link = item.querySelector('a');
    link.textContent = document_.title || document_.filename;
    link.href = at(`documents/${document_.id}`);
    item.querySelector('.state').textContent = {
      queued: 'waiting', processing: `reading, ${Math.round(document_.progress * 100)} %`,
      ready: `ready: ${document_.pages} page${document_.pages === 1 ? '' : 's'}, ${document_.chunks} passages`,
      failed: 'not taken in', cancelled: 'cancelled',
    }[document_.status];
    item.className = document_.status;
    const bar = item.querySelector('progress');
    bar.hidden = !busy;
    bar.value = document_.progress;
    bar.setAttribute('aria-label', `Progress of ${document_.filename}`);
    item.querySelector('.problem').textContent = document_.error ? document_.error.message : '';
    item.querySelector('.warnings').replaceChildren(...document_.warnings.map((text) => {
      const warning = document.createElement('li');
      warning.textContent = text;
      return warning;
    }));
    item.querySelector('.retry').hidden = !(document_.status === 'failed' || document_.status === 'cancelled');
    item.querySelector('.cancel').hidden = !busy;
    return busy;
  }

  async function refresh() {
    clearTimeout(timer);
    const chosen = select.value;
    let busy = false;
    try {
      const page = await call('GET', `api/documents?business=${chosen}&limit=200`);
      if (chosen !== select.value) return;
      for (const entry of page.results.reverse()) busy = row(entry) || busy;
      byID('hint-empty').hidden = page.results.length > 0;
      if (notice.dataset.away) { tell(notice, ''); delete notice.dataset.away; }
    } catch (error) {
      tell(notice, error.message);
      notice.dataset.away = '1';
      busy = true;
    }
    if (busy) timer = setTimeout(refresh, 700);
  }

  async function act(method, path) {
    try { await call(method, path); } catch (error) { tell(notice, error.message); }
    await refresh();
  }

  async function remove(id, item) {
    const name = item.querySelector('a').textContent;
    if (!confirm(`Delete “${name}”? Customers will no longer get answers from it.`)) return;
    try {
      await call('DELETE', `api/documents/${id}`);
      rows.delete(id);
      item.remove();
    } catch (error) {
      tell(notice, error.message);
    }
    await refresh();
  }

  // XMLHttpRequest, because fetch does not tell how much of an upload has gone out.
  function send(file) {
    return new Promise((resolve) => {
      const item = document.createElement('li');
      const bar = document.createElement('progress');
      bar.max = 1;
      bar.setAttribute('aria-label', `Uploading ${file.name}`);
      const text = document.createElement('p');
      text.textContent = `Uploading ${file.name}`;
      item.append(text, bar);
      list.prepend(item);
      const form = new FormData();
      form.append('business', select.value);
      form.append('file', file);
      const request = new XMLHttpRequest();
      request.open('POST', at('api/documents'));
      request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
      request.onload = () => {
        let body = {};
        try { body = JSON.parse(request.responseText); } catch { /* told below */ }
        if (request.status < 300) {
          item.remove();
          row(body);
        } else {
          bar.remove();
          item.className = 'failed';
          text.setAttribute('role', 'alert');
          text.textContent = `${file.name}: ${body.error ? body.error.message : `the server answered ${request.status}.`}`;
        }
        resolve();
      };
      request.onerror = () => {
        bar.remove();
        item.className = 'failed';
        text.textContent = `${file.name}: the server cannot be reached. Choose the file again when it is back.`;
        resolve();
      };
      request.send(form);
    });
  }

  async function sendAll(files) {
    for (const file of files) await send(file);
    await refresh();
  }

  const drop = byID('drop');
  for (const type of ['dragenter', 'dragover']) {
    drop.addEventListener(type, (event) => { event.preventDefault(); drop.classList.add('over'); });
  }
  for (const type of ['dragleave', 'drop']) {
    drop.addEventListener(type, (event) => { event.preventDefault(); drop.classList.remove('over'); });
  }
  drop.addEventListener('drop', (event) => sendAll([...event.dataTransfer.files]));
  byID('file').addEventListener('change', (event) => {
    const files = [...event.target.files];
    event.target.value = '';
    sendAll(files);
  });
  select.addEventListener('change', changeBusiness);
  byID('sign-out').addEventListener('click', async () => { await act('POST', 'sign-out'); location.href = base; });
  byID('new-business').addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const made = await call('POST', 'api/businesses', { name: byID('name').value });
      byID('name').value = '';
      byID('secret-key').textContent = made.api_key;
      byID('widget-key').textContent = made.widget_key;
      byID('snippet').textContent = `<script src="${at('widget.js')}" data-key="${made.widget_key}" async><\/script>`;
      byID('keys').hidden = false;
      await loadBusinesses(made.id);
    } catch (error) {
      tell(notice, error.message);
    }
  });

  loadBusinesses().catch((error) => tell(notice, error.message));
})();
