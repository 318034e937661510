// Shows the chosen colour in the preview at once; the rest is shown when it is saved.
'use strict';
(() => {
  const frame = document.getElementById('preview');
  const color = document.querySelector('[data-preview-color]');
  if (!frame || !color) return;
  color.addEventListener('input', () => {
    frame.contentDocument?.documentElement.style.setProperty('--accent', color.value);
  });
  document.addEventListener('patched', () => frame.contentWindow?.location.reload());
})();
