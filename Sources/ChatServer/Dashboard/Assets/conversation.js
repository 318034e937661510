// One conversation, live both ways: who is writing, what was read, and the answer as it is written.
'use strict';
(() => {
  const { byID, tellDesk } = window.frontdesk;
  const signs = byID('signs');
  const { conversation, customer, colleague, seen } = signs.dataset;
  const own = document.body.dataset.author;
  const writing = byID('writing');
  const reply = byID('reply-form');
  let hide = 0;
  let told = 0;
  let read = '';

  function say(text) {
    clearTimeout(hide);
    signs.textContent = text;
    if (text) hide = setTimeout(() => { signs.textContent = ''; }, 6000);
  }

  document.addEventListener('live', ({ detail: frame }) => {
    if (frame.type === 'snapshot' || frame.type === 'ready') {
      tellDesk({ type: 'watch', conversation_id: conversation });
      markRead();
    }
    if (frame.conversation_id !== conversation) return;
    if (frame.type === 'typing' && frame.from === 'user') say(customer);
    if (frame.type === 'typing' && frame.from !== 'user' && frame.author_name !== own) say(colleague.replace('{name}', frame.author_name ?? ''));
    if (frame.type === 'read' && frame.from === 'user') say(seen);
    if (frame.type === 'message.created') { say(''); writing.hidden = true; writing.textContent = ''; }
    if (frame.type === 'withdrawn') { writing.hidden = true; writing.textContent = ''; }
    if (frame.type === 'delta') { writing.hidden = false; writing.textContent += frame.text; }
  });

  /** What the customer wrote was read once it is shown to somebody who looks. */
  function markRead() {
    if (document.hidden || !reply) return;
    const last = [...document.querySelectorAll('#timeline > .entry.user')].at(-1)?.dataset.key;
    if (last && last !== read && tellDesk({ type: 'read', conversation_id: conversation, message_id: last })) read = last;
  }
  document.addEventListener('patched', markRead);
  document.addEventListener('visibilitychange', markRead);

  document.addEventListener('input', (event) => {
    if (event.target.id !== 'reply' || Date.now() - told < 3000) return;
    if (tellDesk({ type: 'typing', conversation_id: conversation })) told = Date.now();
  });

  // A reply is shown at once, and taken back with its words kept when it could not be sent.
  const form = reply?.querySelector('form[data-reset]');
  const offer = (form) => {
    if (!form) return;
    form.optimistic = () => {
      const timeline = byID('timeline');
      const text = byID('reply').value;
      const entry = Object.assign(document.createElement('li'), { className: 'entry human pending' });
      entry.dataset.local = '';
      const article = document.createElement('article');
      article.append(Object.assign(document.createElement('div'), { className: 'body', dir: 'auto', textContent: text }));
      entry.append(article);
      timeline.append(entry);
      timeline.scrollTop = timeline.scrollHeight;
      return () => entry.remove();
    };
    form.settled = () => { for (const entry of document.querySelectorAll('#timeline > .pending')) entry.remove(); };
  };
  offer(form);
  document.addEventListener('htmx:afterSettle', () => offer(byID('reply-form')?.querySelector('form[data-reset]')));
})();
