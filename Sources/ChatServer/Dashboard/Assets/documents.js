// Uploads with progress, and rows that follow what the server does with them.
'use strict';
(() => {
  const { refresh, tell, byID, csrf } = window.frontdesk;
  const drop = byID('drop');
  const list = byID('documents');
  const words = drop.dataset;
  let timer = 0;

  const follow = () => {
    clearTimeout(timer);
    if (list.querySelector('[data-busy]')) {
      timer = setTimeout(async () => { await refresh(); follow(); }, 700);
    }
  };
  document.addEventListener('patched', follow);

  function size(bytes) {
    const [unit, divisor] = bytes < 1e6 ? ['kilobyte', 1e3] : ['megabyte', 1e6];
    const amount = Math.max(bytes / divisor, 0.1);
    return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
  }

  function makeRow(file) {
    const item = document.createElement('li');
    item.dataset.local = '';
    item.innerHTML = '<span class="kind" aria-hidden="true"></span><bdi class="name"></bdi><span class="state"></span><div class="actions"></div>'
      + '<p class="meta"></p><progress max="1"></progress><p class="problem" role="alert"></p>';
    item.querySelector('.kind').textContent = (file.name.split('.').pop() || '?').toUpperCase().slice(0, 4);
    item.querySelector('.name').textContent = file.name;
    item.querySelector('.meta').textContent = size(file.size);
    item.querySelector('.state').textContent = words.uploading;
    item.querySelector('progress').setAttribute('aria-label', `${words.uploading} ${file.name}`);
    return item;
  }

  // XMLHttpRequest, because fetch does not tell how much of an upload has gone out.
  function send(file) {
    const item = makeRow(file);
    const part = (name) => item.querySelector(name);
    list.prepend(item);
    byID('documents-empty').replaceChildren();
    const form = new FormData();
    form.append('file', file);
    return new Promise((resolve) => {
      const refuse = (text) => {
        item.className = 'failed';
        part('.state').textContent = words.refused;
        part('progress').remove();
        part('.problem').textContent = text;
        const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet small', textContent: words.dismiss });
        button.append(Object.assign(document.createElement('span'), { className: 'visually-hidden', textContent: ` ${file.name}` }));
        button.addEventListener('click', () => { item.remove(); refresh(); byID('file').focus(); });
        part('.actions').append(button);
        resolve();
      };
      const request = new XMLHttpRequest();
      request.open('POST', drop.action.split('?')[0]);
      request.setRequestHeader('X-CSRF-Token', csrf);
      request.setRequestHeader('Accept', 'application/json');
      request.responseType = 'json';
      request.upload.onprogress = (event) => { if (event.lengthComputable) part('progress').value = event.loaded / event.total; };
      request.onload = async () => {
        if (request.status === 401) { location.reload(); return; }
        if (request.status >= 300) { refuse(request.response?.error?.message ?? String(request.status)); return; }
        await refresh();
        item.remove();
        if (request.status === 200) {
          const { title, filename } = request.response;
          tell(words.known.replace('{name}', () => file.name).replace('{title}', () => title || filename));
        }
        resolve();
      };
      request.onerror = () => refuse(words.away);
      request.send(form);
    });
  }

  async function sendAll(files) {
    tell('');
    for (const file of files) await send(file);
  }

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
    sendAll([...event.dataTransfer.files]);
  });
  byID('file').addEventListener('change', (event) => {
    const files = [...event.target.files];
    event.target.value = '';
    sendAll(files);
  });
  follow();
})();
