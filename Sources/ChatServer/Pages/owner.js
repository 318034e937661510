// The owner's views beside the documents: questions, console and notices. Needs upload.js, which chooses the business.
'use strict';
(() => {
  if (document.body.dataset.page !== 'documents') return;
  const { call, tell, base } = window.frontdesk;
  const byID = (id) => document.getElementById(id);
  const views = ['documents', 'questions', 'console', 'notices'];
  let business = '';
  let view = 'documents';

  /** An element with text; no text of anybody's is ever read as HTML. */
  function make(tag, className = '', text = '', ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    element.append(...children);
    return element;
  }
  function button(text, action, { about = '', className = 'quiet small' } = {}) {
    const element = make('button', className, text);
    element.type = 'button';
    if (about) element.append(make('span', 'visually-hidden', ` ${about}`));
    element.addEventListener('click', () => attempt(action));
    return element;
  }
  const path = (rest) => `api/businesses/${business}/${rest}`;
  const day = (text) => new Date(text).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
  const times = (count) => (count === 1 ? 'once' : `${count.toLocaleString()} times`);
  const share = (value) => `${Math.round(value * 100)} %`;

  async function attempt(action) {
    tell('');
    try { await action(); } catch (error) { tell(error.message); }
  }

  /** Loads a list unless the owner has gone elsewhere meanwhile. */
  async function load(list, rest, row, empty) {
    const asked = business;
    const page = await call('GET', path(rest));
    if (asked !== business) return page;
    list.replaceChildren(...page.results.map(row));
    if (!page.results.length) list.append(make('li', 'muted', empty));
    return page;
  }

  // MARK: Questions

  const states = { draft: 'Draft', approved: 'Live', archived: 'Archived' };

  async function showQuestions() {
    await Promise.all([
      load(byID('unanswered'), 'unanswered?limit=50', clusterRow, 'Nothing in the last 30 days. Questions that the desk declines, or answers badly, gather here.'),
      loadAnswers(),
      loadFeedback(),
    ]);
  }
  const loadAnswers = () => load(byID('answers'), 'faqs?limit=200', answerRow, 'None yet. An answer you write here goes before the documents.');
  const loadFeedback = () => load(byID('feedback'), `feedback?limit=50&rating=${byID('rating').value}`, feedbackRow, 'No feedback of this kind yet.');

  function clusterRow(cluster) {
    const row = make('li', '', '', make('strong', '', cluster.question));
    row.append(make('p', 'muted small-text', [
      `Asked ${times(cluster.count)}, last on ${day(cluster.last_asked)}`,
      cluster.disliked ? `${cluster.disliked} with thumbs down` : '',
      cluster.topics.length ? `closest: ${cluster.topics.join(', ')}` : '',
    ].filter(Boolean).join(' · ')));
    if (cluster.examples.length > 1) {
      const others = make('ul', 'small-text');
      others.append(...cluster.examples.slice(1).map((text) => make('li', '', text)));
      row.append(make('details', '', '', make('summary', 'small-text', 'Other wordings'), others));
    }
    row.append(make('div', 'actions', '', button('Write an answer', async () => {
      const draft = await call('POST', path('unanswered/faq'), { message_ids: cluster.message_ids });
      await loadAnswers();
      edit(draft);
    }, { about: cluster.question })));
    return row;
  }

  function answerRow(faq) {
    const expired = faq.status === 'approved' && !faq.live;
    const row = make('li', faq.live ? 'ready' : '', '',
      make('strong', '', faq.question), make('span', 'state', expired ? 'Not valid now' : states[faq.status]));
    row.append(make('p', '', faq.answer || 'No answer written yet.'));
    if (faq.variants.length) row.append(make('p', 'muted small-text', `Also: ${faq.variants.join(' · ')}`));
    const actions = make('div', 'actions', '', button('Edit', () => edit(faq), { about: faq.question }));
    const change = (status) => async () => { await call('PATCH', path(`faqs/${faq.id}`), { status }); await loadAnswers(); };
    if (faq.status !== 'approved' && faq.answer) {
      actions.append(button('Approve', async () => { await call('POST', path(`faqs/${faq.id}/approve`)); await loadAnswers(); }, { about: faq.question }));
    }
    if (faq.status === 'approved') actions.append(button('Archive', change('archived'), { about: faq.question }));
    else actions.append(button('Delete', async () => { await call('DELETE', path(`faqs/${faq.id}`)); await loadAnswers(); }, { about: faq.question }));
    row.append(actions);
    return row;
  }

  function feedbackRow(entry) {
    const row = make('li', entry.rating === 'up' ? 'ready' : 'failed', '',
      make('strong', '', entry.question), make('span', 'state', entry.rating === 'up' ? 'Helpful' : 'Not helpful'),
      make('p', 'small-text', entry.answer));
    if (entry.reason) row.append(make('p', 'small-text', `“${entry.reason}”`));
    return row;
  }

  const editor = byID('faq-editor');
  let edited = null;
  function edit(faq) {
    edited = faq;
    byID('faq-heading').textContent = faq.id ? 'Edit the answer' : 'New answer';
    byID('faq-question').value = faq.question ?? '';
    byID('faq-variants').value = (faq.variants ?? []).join('\n');
    byID('faq-answer').value = faq.answer ?? '';
    byID('faq-from').value = (faq.valid_from ?? '').slice(0, 10);
    byID('faq-until').value = (faq.valid_until ?? '').slice(0, 10);
    tell('', byID('faq-problem'));
    editor.showModal();
    (faq.question ? byID('faq-answer') : byID('faq-question')).focus();
  }

  async function save(event) {
    event.preventDefault();
    const wanted = event.submitter?.value === 'approve' ? 'approved' : edited.status === 'archived' ? 'archived' : 'draft';
    const body = {
      question: byID('faq-question').value,
      variants: byID('faq-variants').value.split('\n').map((line) => line.trim()).filter(Boolean),
      answer: byID('faq-answer').value,
      valid_from: byID('faq-from').value || null,
      valid_until: byID('faq-until').value || null,
      status: wanted,
    };
    try {
      if (edited.id) await call('PATCH', path(`faqs/${edited.id}`), body);
      else await call('POST', path('faqs'), body);
      editor.close();
      await loadAnswers();
    } catch (error) {
      tell(error.message, byID('faq-problem'));
    }
  }

  async function runCases() {
    const asked = business;
    byID('cases-result').replaceChildren(make('li', 'muted', 'Asking…'));
    const run = await call('POST', path('cases/run'));
    if (asked !== business) return;
    const failed = run.results.filter((result) => !result.passed);
    byID('cases-result').replaceChildren(
      make('li', run.total && !failed.length ? 'good-text' : '', run.total ? `${run.passed} of ${run.total} still answered as expected.` : 'There are no cases yet: an approved answer becomes one.'),
      ...failed.map((result) => make('li', '', '', make('strong', '', result.question), make('p', 'small-text', `${result.problem} It said: ${result.answer}`))));
  }

  // MARK: Console

  async function explain(event) {
    event.preventDefault();
    const asked = business;
    const found = await call('POST', path('retrieval'), { question: byID('console-question').value, limit: 20 });
    if (asked !== business) return;
    byID('console-summary').textContent = `${found.would_answer ? 'Would be answered' : 'Would be declined'}: confidence ${share(found.confidence)}, threshold ${share(found.threshold)}.`
      + (found.faq_id ? ' One of your own answers goes before the documents.' : '')
      + (found.contradictions ? ` The passages contradict each other in ${found.contradictions} place${found.contradictions === 1 ? '' : 's'}.` : '');
    byID('console-parts').replaceChildren(table(['Feature', 'Value', 'Weight'], found.confidence_parts.map(partCells)));
    byID('console-why').hidden = false;
    byID('candidates').replaceChildren(...found.candidates.map(candidateRow));
    if (!found.candidates.length) byID('candidates').append(make('li', 'muted', 'Nothing was found.'));
  }

  const figure = (value) => (value === undefined ? '–' : value.toFixed(3));
  const partCells = (part) => [part.name, figure(part.value), figure(part.weight)];

  function table(heads, rows) {
    const head = make('tr');
    head.append(...heads.map((text) => make('th', '', text)));
    const result = make('table', '', '', head);
    result.append(...rows.map((cells) => {
      const row = make('tr');
      row.append(...cells.map((text) => make('td', '', text)));
      return row;
    }));
    return make('div', 'scroll prose', '', result);
  }

  function candidateRow(candidate) {
    const link = make('a', '', `${candidate.title}, page ${candidate.page}`);
    link.href = new URL(`documents/${candidate.document_id}?page=${candidate.page}`, base);
    link.target = '_blank';
    link.rel = 'noopener';
    const row = make('li', '', '', make('strong', '', `${candidate.rank ?? 'Copy'}${candidate.rank ? '.' : ':'} `, link),
      make('span', 'state', figure(candidate.score)), make('p', 'small-text passage', candidate.text));
    if (candidate.terms.length) row.append(make('p', 'muted small-text', `Shares: ${candidate.terms.map((term) => term.term).join(', ')}`));
    const scores = [['dense (cosine)', figure(candidate.dense), ''], ['lexical (BM25)', figure(candidate.lexical), ''], ['fused', figure(candidate.fused), '']];
    row.append(make('details', '', '', make('summary', 'small-text', 'Scores'), table(['Part', 'Value', 'Weight'], [...scores, ...candidate.parts.map(partCells)])));
    return row;
  }

  // MARK: Notices

  const loadNotices = () => load(byID('notices'), 'notices?status=open&limit=100', noticeRow, 'Nothing to look at.');

  function noticeRow(notice) {
    const act = (what) => async () => { await call('POST', path(`notices/${notice.id}/${what}`)); await Promise.all([loadNotices(), countNotices()]); };
    const row = make('li');
    const actions = make('div', 'actions');
    if (notice.contradiction) {
      const { subject, newer, older } = notice.contradiction;
      row.append(make('strong', '', 'Two documents disagree'), make('p', 'small-text muted', subject));
      for (const [side, label] of [[newer, 'Answers use'], [older, 'The other says']]) {
        const link = make('a', '', `${side.title}, page ${side.page}`);
        link.href = new URL(`documents/${side.document_id}?page=${side.page}`, base);
        link.target = '_blank';
        link.rel = 'noopener';
        row.append(make('p', '', `${label} ${side.value}: “${side.quote}” `, link));
      }
    } else if (notice.form_submitted) {
      const { name, session_id: session } = notice.form_submitted;
      const chat = make('a', '', 'Open the chat');
      chat.href = new URL(`chats/${business}/${session}/`, base);
      row.append(make('strong', '', `Form filled in: ${name}`), make('p', 'small-text', '', chat));
    } else if (notice.model_change) {
      const { before, after } = notice.model_change;
      row.append(make('strong', '', 'A change of the embedding model waits for you'),
        make('p', '', `With ${after.embedding_model} ${after.passed} of ${after.total} of your cases hold, with ${before.embedding_model} ${before.passed}. Customers are served by the latter until you decide.`));
      const worse = after.results.filter((result, index) => !result.passed && before.results[index]?.passed);
      const list = make('ul', 'small-text');
      list.append(...worse.map((result) => make('li', '', `${result.question}: ${result.problem}`)));
      row.append(list);
      actions.append(button('Change over anyway', act('confirm')));
    }
    actions.append(button('Dismiss', act('dismiss'), { about: notice.contradiction?.subject ?? notice.form_submitted?.name ?? 'the change of model' }));
    row.append(actions);
    return row;
  }

  async function countNotices() {
    const asked = business;
    const { results } = await call('GET', path('notices?status=open&limit=100'));
    if (asked !== business) return;
    byID('notice-count').textContent = results.length || '';
    byID('notice-count').hidden = !results.length;
  }

  // MARK: Views

  const shows = { questions: showQuestions, console: () => {}, notices: loadNotices, documents: () => {} };

  function show(chosen) {
    view = views.includes(chosen) ? chosen : 'documents';
    for (const link of document.querySelectorAll('#views a')) {
      if (link.dataset.view === view) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
      link.hash = `#${business}/${link.dataset.view}`;
    }
    for (const name of views) for (const part of document.querySelectorAll(`[data-view-of="${name}"]`)) part.classList.toggle('elsewhere', name !== view);
    if (business) attempt(shows[view]);
  }

  function changeBusiness(chosen) {
    business = chosen;
    byID('views').hidden = !business;
    byID('candidates').replaceChildren();
    byID('cases-result').replaceChildren();
    byID('console-summary').textContent = '';
    byID('console-why').hidden = true;
    show(location.hash.split('/')[1]);
    if (business) attempt(countNotices);
  }

  addEventListener('businesschange', (event) => changeBusiness(event.detail));
  addEventListener('hashchange', () => show(location.hash.split('/')[1]));
  byID('new-faq').addEventListener('click', () => edit({ status: 'draft' }));
  byID('run-cases').addEventListener('click', () => attempt(runCases));
  byID('rating').addEventListener('change', () => attempt(loadFeedback));
  byID('faq-form').addEventListener('submit', save);
  byID('faq-cancel').addEventListener('click', () => editor.close());
  byID('console-form').addEventListener('submit', (event) => attempt(() => explain(event)));
})();
