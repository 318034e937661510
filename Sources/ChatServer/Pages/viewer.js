// Shows text of documents and answers: paragraphs, lists and tables, with quotes marked, and the sources of answers. All
// of it becomes text nodes, never HTML. On the viewer page it opens the document at `?page=` and marks each `?quote=`.
'use strict';
const byID = (id) => document.getElementById(id);
const textElement = (tag, text, className = '') => Object.assign(document.createElement(tag), { textContent: text, className });

const DocumentText = (() => {
  // Private-use characters stand for places in the text while it is laid out; those of the text itself are dropped.
  const OPEN = '\uE000';
  const CLOSE = '\uE001';
  const REFERENCE = 0xE100;
  const bullet = /^\s*[-*•·]\s+/;
  const linkable = /https?:\/\/[^\s<>"'|\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uE000-\uE1FF]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g;

  const clean = (text) => text.replace(/[\uE000-\uE1FF]/g, '');
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

  /** Where `quote` stands in `text`, white space matched loosely; null when it does not. */
  function find(text, quote) {
    const words = clean(quote).split(/\s+/).filter(Boolean);
    if (!words.length) return null;
    const found = new RegExp(words.map(escaped).join('\\s+'), 'u').exec(text);
    return found && { start: found.index, end: found.index + found[0].length };
  }

  /** `text` with the places of `quotes` marked, overlapping ones as one. */
  function withMarks(text, quotes) {
    const ranges = quotes.map((quote) => find(text, quote)).filter(Boolean).sort((one, other) => one.start - other.start);
    let result = '';
    let at = 0;
    while (ranges.length) {
      const { start, end: first } = ranges.shift();
      let end = first;
      while (ranges.length && ranges[0].start <= end) end = Math.max(end, ranges.shift().end);
      result += text.slice(at, start) + OPEN + text.slice(start, end) + CLOSE;
      at = end;
    }
    return result + text.slice(at);
  }

  function linked(text) {
    const nodes = [];
    let at = 0;
    for (const match of text.matchAll(linkable)) {
      let shown = match[0].replace(/[.,;:!?\]}’”]+$/, '');
      if (!shown.includes('(')) shown = shown.replace(/\).*$/, '');
      const target = shown.includes('://') ? shown : `mailto:${shown}`;
      if (!URL.canParse(target)) continue;
      const link = document.createElement('a');
      link.href = target;
      link.target = '_blank';
      link.rel = 'noopener noreferrer nofollow';
      link.textContent = shown;
      nodes.push(text.slice(at, match.index), link);
      at = match.index + shown.length;
    }
    return [...nodes, text.slice(at)];
  }

  /** Lays one text out; a mark may reach over several of its blocks. */
  class Layout {
    constructor(references) {
      this.references = references;
      this.marking = false;
    }

    fill(element, text) {
      element.dir = 'auto';
      for (const piece of text.split(/([\uE000\uE001\uE100-\uE1FF])/u)) {
        if (piece === OPEN) this.marking = true;
        else if (piece === CLOSE) this.marking = false;
        else if (/^[\uE100-\uE1FF]$/u.test(piece)) element.append(this.references(piece.charCodeAt(0) - REFERENCE));
        else if (piece && this.marking) {
          const mark = document.createElement('mark');
          mark.append(...linked(piece));
          element.append(mark);
        } else element.append(...linked(piece));
      }
      return element;
    }

    table(rows) {
      const table = document.createElement('table');
      const isHeading = rows.length > 1 && !/\d/.test(rows[0].join('')) && /\d/.test(rows[1].join(''));
      rows.forEach((cells, index) => {
        const row = table.insertRow();
        for (const cell of cells) {
          const element = document.createElement(index === 0 && isHeading ? 'th' : 'td');
          if (element.tagName === 'TH') element.scope = 'col';
          row.append(this.fill(element, cell.trim()));
        }
      });
      const scroll = document.createElement('div');
      scroll.className = 'scroll';
      scroll.append(table);
      return scroll;
    }

    list(lines) {
      const list = document.createElement('ul');
      for (const line of lines) list.append(this.fill(document.createElement('li'), line));
      return list;
    }
  }

  /**
   * Puts `text` into `element`, which it empties first.
   * @param options.quotes marked where they stand
   * @param options.references { at: offset in text, number } in order, with `make(number)` for their elements
   */
  function render(element, text, { quotes = [], references = [], make } = {}) {
    let source = '';
    let from = 0;
    for (const { at, number } of references) {
      source += clean(text.slice(from, at)) + String.fromCharCode(REFERENCE + Math.min(number, 255));
      from = at;
    }
    source = withMarks(source + clean(text.slice(from)), quotes);
    const layout = new Layout(make);
    const cellsOf = (line) => (line.includes(' | ') ? line.split(' | ') : []);
    const blocks = [];
    const lines = source.replace(/\r\n?/g, '\n').split('\n');
    for (let index = 0; index < lines.length;) {
      const start = index;
      const width = cellsOf(lines[index]).length;
      const isBullet = bullet.test(lines[index].replace(OPEN, ''));
      if (width > 1) {
        while (index < lines.length && cellsOf(lines[index]).length === width) index += 1;
        blocks.push(layout.table(lines.slice(start, index).map(cellsOf)));
      } else if (isBullet) {
        const items = [];
        while (index < lines.length && bullet.test(lines[index].replace(OPEN, ''))) {
          const opens = lines[index].trimStart().startsWith(OPEN) ? OPEN : '';
          items.push(opens + lines[index].replace(opens, '').replace(bullet, ''));
          index += 1;
        }
        blocks.push(layout.list(items));
      } else {
        const isPlain = (line) => line.trim() && cellsOf(line).length < 2 && !bullet.test(line.replace(OPEN, ''));
        while (index < lines.length && isPlain(lines[index])) index += 1;
        if (index > start) blocks.push(layout.fill(document.createElement('p'), lines.slice(start, index).join('\n')));
        else index += 1;
      }
    }
    element.classList.add('prose');
    element.replaceChildren(...blocks);
  }

  return { render };
})();

/** What answers rest on: references in the text, the list below it, and the dialog of the chat page that shows a page. */
class Sources {
  #base;
  #access;
  #refused;
  #document = { id: '', pages: [] };

  /**
   * @param access gives the query fields that let this visitor read what was cited to them
   * @param refused called when they do so no longer
   */
  constructor(base, access, refused) {
    this.#base = base;
    this.#access = access;
    this.#refused = refused;
    byID('source-close').addEventListener('click', () => byID('source').close());
    byID('source').addEventListener('click', (event) => { if (event.target === byID('source')) byID('source').close(); });
  }

  get isOpen() { return byID('source').open; }

  /** Numbered from 1, one for each page that is cited, and where in the text each is referred to. */
  static gather({ message, sentences = [], citations = [] }) {
    const sources = new Map();
    const numbers = (citations ?? []).map((citation) => {
      const key = `${citation.document_id}#${citation.page}`;
      if (!sources.has(key)) sources.set(key, { ...citation, number: sources.size + 1, quotes: [] });
      const source = sources.get(key);
      if (!source.quotes.includes(citation.quote)) source.quotes.push(citation.quote);
      return source.number;
    });
    const cited = (sentence) => [...new Set((sentence?.citations ?? []).map((index) => numbers[index]).filter(Boolean))]
      .sort((one, other) => one - other);
    const references = [];
    let at = 0;
    (sentences ?? []).forEach((sentence, index) => {
      const start = message.indexOf(sentence.text, at);
      if (start < 0) return;
      at = start + sentence.text.length;
      // Sentences in a row that rest on the same pages are referred to once, after the last.
      if (cited(sentence).join() === cited(sentences[index + 1]).join()) return;
      references.push(...cited(sentence).map((number) => ({ at, number })));
    });
    return { sources: [...sources.values()], references };
  }

  /** @returns where an answer refers to its sources, what makes a reference, and the list of the sources, if any */
  of(frame) {
    const { sources, references } = Sources.gather(frame);
    const make = (number) => {
      const source = sources[number - 1];
      const link = this.#link(source, String(number));
      link.setAttribute('aria-label', `Source ${number}: ${source.title}, page ${source.page}`);
      const reference = textElement('sup', '', 'reference');
      reference.append(link);
      return reference;
    };
    return { references, make, list: sources.length ? this.#list(sources) : null };
  }

  #list(sources) {
    const list = document.createElement('ol');
    list.setAttribute('aria-label', 'Sources');
    for (const source of sources) {
      const title = textElement('span', '', 'title');
      title.append(textElement('bdi', source.title), textElement('span', `, page ${source.page}`));
      const quote = textElement('q', source.quotes.join(' … ').replaceAll(' | ', ' · '));
      quote.dir = 'auto';
      const item = document.createElement('li');
      item.append(this.#link(source, textElement('span', String(source.number), 'number'), title, quote));
      list.append(item);
    }
    const section = textElement('section', '', 'sources');
    section.append(textElement('h2', sources.length === 1 ? 'Source' : 'Sources'), list);
    return section;
  }

  #link(source, ...content) {
    const link = document.createElement('a');
    link.href = this.#address(source);
    link.target = '_blank';
    link.rel = 'noopener';
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab of its own
      event.preventDefault();
      this.#show(source);
    });
    link.append(...content);
    return link;
  }

  #address(source) {
    const url = new URL(`documents/${encodeURIComponent(source.document_id)}`, this.#base);
    url.search = new URLSearchParams({ page: source.page, ...this.#access() });
    for (const quote of source.quotes) url.searchParams.append('quote', quote.slice(0, 300));
    return url;
  }

  async #show(source) {
    const body = byID('source-text');
    byID('source-title').textContent = source.title;
    byID('source-page').textContent = `Page ${source.page}`;
    byID('source-original').href = this.#address(source);
    byID('source-previous').hidden = byID('source-next').hidden = true;
    body.replaceChildren(textElement('p', 'Opening…', 'muted'));
    if (!this.isOpen) byID('source').showModal();
    body.focus();
    try {
      await this.#load(source.document_id);
      const index = this.#document.pages.findIndex((page) => page.number === source.page);
      if (index < 0) throw new Error('This page has been removed since.');
      this.#turn(source, index);
    } catch (error) {
      // A request that fails throws a TypeError with words for programmers.
      const text = error instanceof TypeError ? 'The desk cannot be reached right now.' : error.message;
      body.replaceChildren(textElement('p', text, 'notice'));
    }
  }

  async #load(id) {
    if (this.#document.id === id) return;
    const url = new URL(`api/documents/${encodeURIComponent(id)}/pages`, this.#base);
    url.search = new URLSearchParams(this.#access());
    const response = await fetch(url);
    if (response.status === 403) {
      this.#refused();
      throw new Error('This chat was opened a while ago. Open it again on the page where you are signed in.');
    }
    if (response.status === 404) throw new Error('This document has been removed since.');
    if (!response.ok) throw new Error('The document cannot be opened right now. Please try again in a moment.');
    this.#document = { id, pages: (await response.json()).pages };
  }

  #turn(source, index) {
    const { pages } = this.#document;
    const page = pages[index];
    const body = byID('source-text');
    byID('source-page').textContent = `Page ${page.number} of ${pages.at(-1).number}`;
    DocumentText.render(body, page.text, { quotes: page.number === source.page ? source.quotes : [] });
    body.scrollTop = 0;
    body.querySelector('mark')?.scrollIntoView({ block: 'center' });
    for (const [button, to] of [[byID('source-previous'), index - 1], [byID('source-next'), index + 1]]) {
      button.hidden = pages.length < 2;
      button.disabled = !pages[to];
      button.onclick = () => this.#turn(source, to);
    }
  }
}

if (document.body.classList.contains('viewer-page')) {
  const query = new URLSearchParams(location.search);
  const section = document.getElementById(`page-${query.get('page') || 1}`);
  for (const text of document.querySelectorAll('.text')) {
    DocumentText.render(text, text.textContent, { quotes: section?.contains(text) ? query.getAll('quote') : [] });
  }
  const mark = section?.querySelector('mark');
  if (mark) mark.scrollIntoView({ block: 'center' });
  else if (section && section !== section.parentElement.firstElementChild) section.scrollIntoView();
}
