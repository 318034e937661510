// Opens the document at `?page=`, with the words of `?quote=` marked.
'use strict';
(() => {
  const query = new URLSearchParams(location.search);
  const section = document.getElementById(`page-${query.get('page') || 1}`);
  if (!section) return;
  const quote = (query.get('quote') || '').replace(/\s+/g, ' ').trim();
  const text = section.querySelector('.text');
  if (quote && text) {
    // White space differs between quote and page, so it is matched loosely.
    const pattern = quote.split(' ').map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
    const found = new RegExp(pattern, 'u').exec(text.textContent);
    if (found) {
      const all = text.textContent;
      const mark = document.createElement('mark');
      mark.textContent = found[0];
      text.replaceChildren(all.slice(0, found.index), mark, all.slice(found.index + found[0].length));
      mark.scrollIntoView({ block: 'center' });
      return;
    }
  }
  section.scrollIntoView();
})();
