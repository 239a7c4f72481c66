// Parts that several pages show.

import { Problem } from './api.js';
import { h, icon, newId } from './dom.js';
import { knows, t, textOf } from './messages.js';
import * as session from './session.js';

const kinds = { 0: 'network', 401: 'signed-out', 403: 'forbidden', 404: 'not-found', 413: 'too-large', 429: 'too-many', 503: 'storage' };

/** What went wrong, for all to hear, with a way to try again. An error of our own is not dressed up as a problem. */
export function problemBox(problem, retry) {
  if (!(problem instanceof Problem)) throw problem;
  const kind = kinds[problem.status] ?? 'other';
  const details = kind === 'other' || kind === 'forbidden' ? [problem.message, problem.detail, ...Object.entries(problem.errors).map(([where, what]) => `${where}: ${what.join(' ')}`)] : [];
  return h('div', { class: 'problem', role: 'alert' },
    icon('problem'),
    h('div', {},
      h('p', { class: 'lead' }, t(`problem.${kind}`)),
      details.filter(Boolean).map(d => h('p', { lang: 'en' }, d)),
      problem.status === 401
        ? h('p', {}, h('a', { class: 'button', href: session.signInAddress(), onclick: session.saveDraft }, t('door.sign-in')))
        : retry && h('p', {}, h('button', { type: 'button', onclick: retry }, t('problem.retry')))));
}

const known = ['decline', 'review', 'discourage', 'permit'];

const lookOf = outcome => known.includes(outcome) ? outcome : 'other';

/** An outcome in a word or two. */
export const outcomeWord = outcome => knows(`outcome.${outcome}`) ? t(`outcome.${outcome}`) : outcome;

/** An outcome as a label beside other things. */
export const badge = outcome => h('span', { class: `badge ${lookOf(outcome)}` }, icon(outcome), outcomeWord(outcome));

/** Marks a rule by which the organisation reads a guideline further than it speaks. */
export const ownReading = () => h('span', { class: 'quiet own-reading' }, t('policy.own-reading'));

/** The answer itself: colour, icon, words. */
export function banner(outcome, { direction, summary, level = 'h1' }) {
  const word = knows(`outcome.${outcome}-${direction}`) ? t(`outcome.${outcome}-${direction}`) : outcomeWord(outcome);
  return h('div', { class: `banner ${lookOf(outcome)}` },
    icon(outcome),
    h('div', {},
      h(level, { tabindex: '-1', class: 'focus' }, word),
      summary && h('p', {}, summary)));
}

/** What each guideline found. */
export const reasons = findings => h('section', { class: 'card' },
  h('h2', {}, icon('book'), t('answer.why')),
  findings.length === 0
    ? h('p', {}, t('answer.no-guideline'))
    : h('ul', { class: 'plain reasons' }, findings.map(f => h('li', {},
      h('p', { class: 'tags' }, badge(f.outcome), h('a', { href: `/policy#rule-${f.rule}` }, t('answer.guideline', { guideline: f.guideline, rule: f.rule }))),
      h('p', {}, f.reason)))));

/** Words to send, with a button that copies them. */
export function replyCard(reply) {
  const copied = h('span', { role: 'status', class: 'quiet' });
  const copy = h('button', {
    type: 'button',
    onclick: async () => {
      await navigator.clipboard.writeText(reply.text);
      copied.textContent = t('answer.copied');
    },
  }, icon('copy'), t('answer.copy'));
  return h('section', { class: 'card reply' },
    h('h2', {}, icon('reply'), t('answer.reply')),
    h('blockquote', { lang: reply.language }, h('p', {}, reply.text)),
    h('p', { class: 'actions' }, copy, copied));
}

/** What to do instead of a friend request, or with one. */
export const adviceCard = (advice, outcome) => h('section', { class: 'card' },
  h('h2', {}, icon('group'), t(outcome === 'decline' || outcome === 'discourage' ? 'answer.instead' : 'answer.mind')),
  h('ul', { class: 'advice' }, advice.map(a => h('li', {}, linked(a.text, a.groups ?? [])))));

/** A text that names groups of the organisation by name and address, each as a link. */
function linked(text, groups) {
  const parts = [];
  for (const { name, address } of groups) {
    const at = text.indexOf(address);
    if (at < 0) continue;
    parts.push(text.slice(0, at), h('a', { href: address, 'aria-label': name }, address));
    text = text.slice(at + address.length);
  }
  return [...parts, text];
}

/** A fact's name and a value's, in the words of the policy; as they are where it has none. */
export const factLabel = (policy, fact) => textOf(policy.facts.find(f => f.name === fact)?.label) ?? fact;
export const valueLabel = (policy, fact, value) => textOf(policy.facts.find(f => f.name === fact)?.values.find(v => v.value === value)?.label) ?? value;

/** Facts beside their values; those that decided stand out. */
export const factList = (policy, facts, decidedBy = []) => h('dl', { class: 'facts' }, Object.entries(facts).map(([fact, value]) =>
  h('div', { class: decidedBy.includes(fact) ? 'deciding' : null },
    h('dt', {}, factLabel(policy, fact)),
    h('dd', {}, valueLabel(policy, fact, value), decidedBy.includes(fact) && h('span', { class: 'quiet' }, ` · ${t('facts.decided')}`)))));

/** What one fact, changed, would have changed. */
export const counterfactuals = (policy, list) => list.length === 0
  ? h('p', {}, t('changes.none'))
  : h('ul', { class: 'changes plain' }, list.map(c => h('li', {},
    h('span', {}, t('changes.if', { fact: factLabel(policy, c.fact), value: valueLabel(policy, c.fact, c.to) }), ' '),
    h('span', { class: 'badges' }, c.possible.map(badge)))));

/** A text field with its label, hint and place for an error. `show(message)` puts the error there and goes to the field. */
export function field({ label, hint, control, required }) {
  const id = newId();
  const said = h('p', { class: 'error', id: `${id}-error` });
  control.id = id;
  if (required) control.setAttribute('required', '');
  const described = error => [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  if (hint) control.setAttribute('aria-describedby', described(false));
  const element = h('div', { class: 'field' },
    h('label', { for: id }, label),
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    control, said);
  const clear = () => {
    said.replaceChildren();
    control.removeAttribute('aria-invalid');
    if (hint) control.setAttribute('aria-describedby', described(false)); else control.removeAttribute('aria-describedby');
  };
  control.addEventListener('input', clear);
  return {
    element,
    control,
    clear,
    show(...message) {
      said.replaceChildren(icon('problem'), h('span', {}, ...message));
      control.setAttribute('aria-invalid', 'true');
      control.setAttribute('aria-describedby', described(true));
      control.focus();
    },
  };
}

/** Radio buttons in a row. */
export function choices({ legend, name, options, chosen, onchange }) {
  return h('fieldset', { class: 'choices' },
    h('legend', {}, legend),
    h('div', { class: 'row' }, options.map(o => h('label', {},
      h('input', { type: 'radio', name, value: o.value, required: true, checked: o.value === chosen, onchange: () => onchange?.(o.value) }),
      h('span', {}, o.text)))));
}

/** A table in a frame that scrolls by itself where it is too wide. Of the columns, the last `numbers` hold numbers. */
export const table = (caption, head, rows, numbers = 0) => h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
  h('table', {},
    h('caption', {}, caption),
    h('thead', {}, h('tr', {}, head.map((c, i) => h('th', { scope: 'col', class: i >= head.length - numbers ? 'number' : null }, c)))),
    h('tbody', {}, rows)));

/** Says to assistive technology, and shows for a while to everyone, that something was done. */
export const done = (...text) => h('p', { class: 'done', role: 'status' }, icon('permit'), h('span', {}, ...text));
