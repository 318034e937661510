// Who speaks: a person or the assistant, who is writing, what was read, and the way to ask for a person. Needs viewer.js.
'use strict';

class Presence {
  #state = 'bot';
  #name = '';
  #typingTimer = 0;
  #told = -Infinity;
  #read = '';

  /**
   * @param parts.button asks for a person; `null` where there is nobody.
   * @param parts.line tells who is writing.
   * @param parts.request asks the desk for a person.
   * @param parts.send takes a frame.
   */
  constructor({ button, line, request, send }) {
    this.button = button;
    this.line = line;
    this.request = request;
    this.send = send;
    button?.addEventListener('click', () => this.#ask(button));
    this.#refresh();
  }

  get isHeld() { return this.#state === 'held'; }

  /** What the status says; empty when the assistant speaks. */
  get status() {
    if (this.#state === 'held') return this.#name ? `Talking to ${this.#name}` : 'Talking to a person';
    return this.#state === 'requested' ? 'A person was asked to join' : '';
  }

  /** The voice has changed. */
  change({ state, author_name: name }) {
    this.#state = state;
    this.#name = name ?? '';
    this.stopTyping();
    this.#refresh();
  }

  /** Offers a person below an answer that says nothing. */
  offer(element) {
    if (!this.button) return;
    const button = textElement('button', 'Talk to a person', 'quiet small person');
    button.type = 'button';
    button.hidden = this.#state !== 'bot';
    button.addEventListener('click', () => this.#ask(button));
    element.append(button);
  }

  /** The person is writing; forgotten after a while, for nobody says that they have stopped. */
  typing({ author_name: name }) {
    this.line.textContent = `${name || 'A person'} is writing…`;
    this.line.hidden = false;
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.stopTyping(), 6000);
  }

  stopTyping() {
    clearTimeout(this.#typingTimer);
    this.line.hidden = true;
    this.line.textContent = '';
  }

  /** The customer is writing. */
  write() {
    if (this.#state !== 'held' || performance.now() - this.#told < 3000) return;
    this.#told = performance.now();
    this.send({ type: 'typing' });
  }

  /** The customer sees everything up to a message. */
  see(id) {
    if (!id || id <= this.#read || document.hidden) return;
    this.#read = id;
    this.send({ type: 'read', message_id: id });
  }

  async #ask(button) {
    button.disabled = true;
    try { await this.request(); } catch { /* the desk is away: the button works again when it is back */ }
    button.disabled = false;
  }

  #refresh() {
    if (this.button) this.button.hidden = this.#state !== 'bot';
    for (const button of document.querySelectorAll('.person')) button.hidden = this.#state !== 'bot';
  }
}
