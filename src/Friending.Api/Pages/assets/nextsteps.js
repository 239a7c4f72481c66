// What whoever asked can do next with a request: answer what a reviewer asks, have a person look again, take it back.

import { post, Problem } from './api.js';
import { waitsForAsker } from './case.js';
import { h, icon, newId } from './dom.js';
import { t } from './messages.js';
import { field, problemBox, textProblem } from './parts.js';

// A remark that nobody asked for is taken as an answer is.
const operations = { answer: 'answer', remark: 'answer', appeal: 'appeal', withdraw: 'withdraw' };

/**
 * The ways on for a decision of the person's own. `next` names them, as the service does; `changed(words)` is told when one was taken,
 * or when the decision turns out to be another by now.
 */
export function nextSteps(decision, { next, etag, changed }) {
  const said = h('div', {});
  const opened = h('div', {});
  const path = `/api/decisions/${decision.id}`;
  return h('div', { class: 'next-steps' },
    next.includes('answer') && waitsForAsker(decision) && noteForm('answer'),
    h('p', { class: 'actions' },
      next.includes('answer') && !waitsForAsker(decision) && opener('remark'),
      next.includes('appeal') && opener('appeal'),
      next.includes('withdraw') && withdrawing()),
    opened, said);

  function noteForm(name) {
    const note = field({ label: t(`next-note.${name}`), hint: t('record.note-hint'), required: true, control: h('textarea', { rows: 3, maxlength: 500 }) });
    const send = h('button', { class: 'primary' }, t(`next-do.${name}`));
    const form = h('form', { novalidate: true, onsubmit: e => { e.preventDefault(); submit(); } }, note.element, h('p', { class: 'actions' }, send));
    return form;

    async function submit() {
      const text = note.control.value.trim();
      if (!text) {
        note.show(t('next.note-missing'));
        return;
      }
      await take(send, name, { note: text }, problem => textProblem(note, problem, '/note'));
    }
  }

  /** A button that opens the form of a step. */
  function opener(name) {
    const inside = h('div', { id: newId(), hidden: true }, h('p', {}, t(`next-text.${name}`)), noteForm(name));
    const button = h('button', {
      type: 'button', 'aria-expanded': 'false', 'aria-controls': inside.id,
      onclick: () => {
        inside.hidden = !inside.hidden;
        button.setAttribute('aria-expanded', String(!inside.hidden));
        if (!inside.hidden) inside.querySelector('textarea').focus();
      },
    }, icon('reply'), t(`next-open.${name}`));
    opened.append(inside);
    return button;
  }

  function withdrawing() {
    const title = newId();
    const sure = h('button', { type: 'button', class: 'primary', onclick: () => { dialog.close(); take(sure, 'withdraw'); } }, t('withdraw.do'));
    const dialog = h('dialog', { 'aria-labelledby': title },
      h('h2', { id: title }, t('withdraw.title')),
      h('p', {}, t('withdraw.text')),
      h('p', { class: 'actions' }, sure, h('button', { type: 'button', onclick: () => dialog.close() }, t('withdraw.leave'))));
    return [h('button', { type: 'button', onclick: () => dialog.showModal() }, t('withdraw.open')), dialog];
  }

  async function take(button, name, body, otherwise = () => false) {
    button.disabled = true;
    said.replaceChildren();
    try {
      await post(`${path}/${operations[name]}`, body, { headers: etag ? { 'If-Match': etag } : {} });
      await changed(t(`next-done.${name}`));
    } catch (problem) {
      button.disabled = false;
      if (problem instanceof Problem && (problem.status === 412 || problem.status === 409)) await changed(t('next.changed'));
      else if (!otherwise(problem)) said.replaceChildren(problemBox(problem, () => take(button, name, body, otherwise)));
    }
  }
}
