// Shows text of documents and answers: paragraphs, lists and tables, with quotes marked. All of it becomes text nodes,
// never HTML. On the viewer page it opens the document at `?page=` and marks each `?quote=`.
'use strict';
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
      const shown = match[0].replace(/[.,;:!?)\]}’”]+$/, '');
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
          mark.textContent = piece;
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
