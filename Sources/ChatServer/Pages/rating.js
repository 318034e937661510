// What the customer thinks of an answer: two buttons below it, and room for a reason. Needs viewer.js.
'use strict';

class Ratings {
  #rows = new Map(); // id of an answer -> element

  /**
   * @param send takes a frame; it may drop it while the desk is away: the buttons show what is stored, nothing else.
   * @param done is called when the customer has said why.
   */
  constructor(send, done) {
    this.send = send;
    this.done = done;
  }

  /** Puts the buttons below an answer. */
  offer(element, id) {
    if (this.#rows.has(id)) return;
    const row = textElement('div', '', 'rating');
    row.setAttribute('role', 'group');
    row.setAttribute('aria-label', 'Was this helpful?');
    for (const [rating, text] of [['up', 'Helpful'], ['down', 'Not helpful']]) {
      const button = textElement('button', text, 'quiet');
      button.type = 'button';
      button.dataset.rating = rating;
      button.setAttribute('aria-pressed', 'false');
      button.addEventListener('click', () => {
        this.#rate(id, button.getAttribute('aria-pressed') === 'true' ? null : rating);
      });
      row.append(button);
    }
    this.#rows.set(id, row);
    element.append(row);
  }

  /** Shows what the desk has stored. */
  show({ message_id: id, rating }, isLive) {
    const row = this.#rows.get(id);
    if (!row) return;
    for (const button of row.querySelectorAll('button[data-rating]')) {
      button.setAttribute('aria-pressed', String(button.dataset.rating === rating));
    }
    const form = row.querySelector('form');
    if (rating !== 'down') form?.remove();
    else if (!form && !row.dataset.told && isLive) {
      row.append(this.#reasonForm(id, row));
      row.scrollIntoView({ block: 'nearest' });
    }
  }

  #rate(id, rating, reason) {
    this.send({ type: 'feedback', message_id: id, rating, ...(reason ? { reason } : {}) });
  }

  #reasonForm(id, row) {
    const reason = document.createElement('input');
    reason.maxLength = 2000;
    reason.placeholder = 'What was wrong? (optional)';
    reason.setAttribute('aria-label', 'What was wrong?');
    const form = document.createElement('form');
    form.append(reason, textElement('button', 'Tell us', 'quiet'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = reason.value.toWellFormed().trim();
      if (text) {
        this.#rate(id, 'down', text);
        row.dataset.told = 'yes';
        form.replaceWith(textElement('span', 'Thank you.'));
      }
      this.done();
    });
    return form;
  }
}
