// A business's form in the chat: the button that starts it, how far one has come, and quick replies. Needs viewer.js.
'use strict';

class Forms {
  #offer;
  #panel = null;

  /**
   * @param offer the button that starts the form; its dataset holds the form's name and keyword.
   * @param submit sends a text as the customer's message.
   */
  constructor(offer, submit) {
    this.#offer = offer;
    const { name, keyword } = offer.dataset;
    offer.hidden = !keyword;
    offer.addEventListener('click', () => submit(keyword));
    if (name) offer.textContent = `Fill out the form: ${name}`;
    this.submit = submit;
  }

  /** Shows what the newest message offers; anything said after a question takes its quick replies away. */
  show(element, frame) {
    this.#panel?.remove();
    this.#panel = null;
    const { form } = frame;
    if (!form) return;
    this.#offer.hidden = form.status === 'open' || !this.#offer.dataset.keyword;
    if (form.status !== 'open' || !form.question_id) return;
    const panel = textElement('div', '', 'form-step');
    panel.setAttribute('role', 'group');
    panel.setAttribute('aria-label', `Question ${form.step} of ${form.of}`);
    panel.append(this.#progress(form));
    if (form.choices?.length) panel.append(this.#buttons(form.choices, 'choices'));
    if (form.commands?.length) panel.append(this.#buttons(form.commands, 'commands'));
    element.append(panel);
    this.#panel = panel;
  }

  #progress({ step, of }) {
    const row = textElement('div', '', 'progress');
    const bar = document.createElement('progress');
    bar.max = of;
    bar.value = step - 1;
    bar.setAttribute('aria-hidden', 'true');
    row.append(textElement('span', `${step} of ${of}`), bar);
    return row;
  }

  #buttons(texts, kind) {
    const row = textElement('div', '', kind);
    for (const text of texts) {
      const button = textElement('button', text, kind === 'choices' ? 'choice' : 'quiet small');
      button.type = 'button';
      button.dir = 'auto';
      button.addEventListener('click', () => this.submit(text));
      row.append(button);
    }
    return row;
  }
}
