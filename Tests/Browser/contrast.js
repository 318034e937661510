// Text of the page whose contrast with what is behind it is below WCAG 2.2 AA: 4.5, or 3 when large.
(root) => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, alpha, below) => top.slice(0, 3).map((part, index) => part * alpha + below[index] * (1 - alpha));
  const luminance = (color) => {
    const [red, green, blue] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const parentOf = (element) => element.parentElement ?? element.getRootNode().host;
  // A dialog stands in the top layer, on nothing of its ancestors.
  const behind = (element) => {
    if (!element) return rgba(matchMedia('(prefers-color-scheme: dark)').matches ? '#121212' : '#fff');
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, own[3], behind(parentOf(element)));
  };
  const opacity = (element) => (element ? Number(getComputedStyle(element).opacity) * opacity(parentOf(element)) : 1);
  const failures = [];
  let count = 0;
  const check = (element, color, text) => {
    const style = getComputedStyle(element);
    const ground = behind(element);
    const ink = rgba(color);
    const shown = over(ink, ink[3] * opacity(element), ground);
    const [high, low] = [luminance(shown), luminance(ground)].sort((one, other) => other - one);
    const ratio = (high + 0.05) / (low + 0.05);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    count += 1;
    if (ratio < (isLarge ? 3 : 4.5)) failures.push(`${ratio.toFixed(2)} ${JSON.stringify(text.slice(0, 40))} <${element.tagName.toLowerCase()} class="${element.className}">`);
  };
  const top = root ?? document.body;
  // What is on its way is judged where it arrives.
  for (const animation of document.getAnimations()) {
    if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
  }
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!text || element.closest('script, style, noscript, [aria-hidden=true], :disabled, .visually-hidden')) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    check(element, getComputedStyle(element).color, text);
  }
  for (const field of top.querySelectorAll('input, textarea')) {
    if (!field.checkVisibility() || field.matches('.visually-hidden')) continue;
    if (field.value) check(field, getComputedStyle(field).color, field.value);
    else if (field.placeholder) check(field, getComputedStyle(field, '::placeholder').color, field.placeholder);
  }
  return { count, failures };
}
