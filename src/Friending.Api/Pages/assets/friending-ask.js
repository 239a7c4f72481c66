// <friending-ask>: the questions, the answer and sending it, as an element for any page.

import { AskForm } from './ask-form.js';
import { styleOf } from './ask-style.js';
import { h } from './dom.js';
import { language } from './messages.js';
import { useToken } from './session.js';

const key = 'friendingAsk';

class FriendingAsk extends HTMLElement {
  #form = null;
  #draft = null;
  // States of the page's own are none of ours.
  #moved = event => { if (event.state && key in event.state) this.#form.goTo(event.state[key]); };

  connectedCallback() {
    // Set before this script ran, they lie on the element itself.
    for (const name of ['token', 'draft']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (!this.#form) {
      const root = this.attachShadow({ mode: 'open' });
      const place = h('div', { class: 'friending', lang: language });
      styleOf(root);
      root.append(place);
      this.#form = new AskForm(place, {
        tell: (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true })),
        // So that going back, refreshing and coming back find the answers again. The address stays the page's own.
        keep: (draft, isNew) => {
          const state = { ...history.state, [key]: draft };
          if (isNew) history.pushState(state, ''); else history.replaceState(state, '');
        },
      });
      if (!(key in (history.state ?? {}))) history.replaceState({ ...history.state, [key]: null }, '');
      this.#form.start(this.#draft ?? history.state?.[key]);
    }
    addEventListener('popstate', this.#moved);
  }

  disconnectedCallback() {
    removeEventListener('popstate', this.#moved);
  }

  /** Takes the callback that gives a token for the service: async ({ renew }) => string or null. */
  set token(callback) { useToken(callback); }

  /** What was answered and entered; set before the element is shown, it goes on from there. */
  get draft() { return this.#form?.draft ?? null; }

  set draft(draft) { this.#draft = draft; }
}

customElements.define('friending-ask', FriendingAsk);
