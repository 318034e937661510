// Lists that are put in order: by buttons, and by dragging. A move shows at once and is taken back when it is refused.
'use strict';
(() => {
  const { send, byID } = window.frontdesk;
  const list = document.querySelector('[data-order]');
  const order = byID('order');
  if (!list || !order) return;

  const items = () => [...list.querySelectorAll(':scope > [data-key]')];
  const keys = () => items().map((item) => item.dataset.key);
  const announce = (item) => {
    const place = items().indexOf(item) + 1;
    byID('moved').textContent = byID('moved').dataset.text.replace('{name}', () => item.dataset.name)
      .replace('{place}', place).replace('{count}', items().length);
  };

  function arrange(before) {
    for (const key of before) {
      const item = items().find((one) => one.dataset.key === key);
      if (item) list.append(item);
    }
  }

  /** Sends the order on show; `before` is what it goes back to. */
  function save(before, focus) {
    for (const old of order.querySelectorAll('[name=id]')) old.remove();
    for (const key of keys()) order.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'id', value: key }));
    order.optimistic = () => () => arrange(before);
    send(order).then(() => focus?.focus());
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.move === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const item = form.closest('[data-key]');
    const isUp = form.elements.move.value === 'up';
    const other = isUp ? item.previousElementSibling : item.nextElementSibling;
    const button = form.querySelector('button');
    if (!other) { announce(item); return; }
    const before = keys();
    if (isUp) other.before(item); else other.after(item);
    button.focus();
    announce(item);
    save(before, button);
  }, true);

  let dragged = null;
  let before = [];
  const ready = () => { for (const item of items()) item.draggable = !item.querySelector('details[open]'); };
  list.addEventListener('toggle', ready, true); // text in an open form can be selected
  document.addEventListener('patched', ready);
  list.addEventListener('dragstart', (event) => {
    dragged = event.target.closest?.('[data-key]');
    if (!dragged) return;
    before = keys();
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged.dataset.name);
    dragged.classList.add('dragged');
  });
  list.addEventListener('dragover', (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest('[data-key]');
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
  });
  list.addEventListener('drop', (event) => {
    if (!dragged) return;
    event.preventDefault();
    const item = dragged;
    const start = before;
    dragged = null;
    announce(item);
    if (keys().join() !== start.join()) save(start);
  });
  list.addEventListener('dragend', (event) => {
    event.target.classList?.remove('dragged');
    if (dragged) arrange(before); // let go outside: nothing moved
    dragged = null;
  });
  ready();
})();
