// Parts that several pages show.

import { Problem } from './api.js';
import { h, icon, newId } from './dom.js';
import { factLabel, lookOf, outcomeKind, outcomeLabel, valueLabel } from './labels.js';
import { t } from './messages.js';
import { saveDraft, serviceAddress, signInAddress } from './session.js';

const kinds = { 0: 'network', 401: 'signed-out', 403: 'forbidden', 404: 'not-found', 413: 'too-large', 429: 'too-many', 503: 'storage' };

// What whoever only reads is told otherwise: they have entered nothing.
const readings = ['network', 'storage'];

/** What went wrong, for all to hear, with a way to try again. An error of our own is not dressed up as a problem. */
export function problemBox(problem, retry) {
  if (!(problem instanceof Problem)) throw problem;
  const kind = kinds[problem.status] ?? 'other';
  const details = kind === 'other' || kind === 'forbidden' ? [problem.message, problem.detail, ...Object.entries(problem.errors).map(([where, what]) => `${where}: ${what.join(' ')}`)] : [];
  return h('div', { class: 'problem', role: 'alert' },
    icon('problem'),
    h('div', {},
      h('p', { class: 'lead' }, problem.isReading && readings.includes(kind) ? t(`reading.${kind}`) : t(`problem.${kind}`)),
      details.filter(Boolean).map(d => h('p', { lang: 'en' }, d)),
      problem.status === 401 && signInAddress()
        ? h('p', {}, h('a', { class: 'button', href: signInAddress(), onclick: saveDraft }, t('door.sign-in')))
        : retry && h('p', {}, h('button', { type: 'button', onclick: retry }, t('problem.retry')))));
}

/** An outcome as a label beside other things. */
export function badge(policy, value) {
  const look = lookOf(policy, value);
  return h('span', { class: `badge ${look}` }, icon(look), outcomeLabel(policy, value));
}

/** Marks a rule by which the organisation reads a guideline further than it speaks. */
export const ownReading = () => h('span', { class: 'quiet own-reading' }, t('policy.own-reading'));

/** The answer itself: colour, icon, words. */
export const banner = (look, title, summary) => h('div', { class: `banner ${look}` },
  icon(look),
  h('div', {},
    h('h1', { tabindex: '-1', class: 'focus' }, title),
    summary && h('p', {}, summary)));

/** The answer of a policy. */
export const outcomeBanner = (policy, outcome, summary) => banner(lookOf(policy, outcome), outcomeLabel(policy, outcome), summary);

/** What each guideline found. */
export const reasons = (policy, findings) => h('section', { class: 'card' },
  h('h2', {}, icon('book'), t('answer.why')),
  findings.length === 0
    ? h('p', {}, t('answer.no-guideline'))
    : h('ul', { class: 'plain reasons' }, findings.map(f => h('li', {},
      h('p', { class: 'tags' }, badge(policy, f.outcome), h('a', { href: `${serviceAddress}/policy#rule-${f.rule}` }, t('answer.guideline', { guideline: f.guideline, rule: f.rule }))),
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

/** What to do instead of what the answer says no to, as the policy marks it, and what to keep in mind: a card each, where there is any. */
export function adviceCards(policy, advice, outcome) {
  const isInstead = a => outcomeKind(policy, outcome) === 'deny' && policy.advice.find(d => d.code === a.code)?.alternative;
  return [['group', 'answer.instead', advice.filter(isInstead)], ['book', 'answer.mind', advice.filter(a => !isInstead(a))]]
    .filter(([, , list]) => list.length > 0)
    .map(([look, title, list]) => h('section', { class: 'card' },
      h('h2', {}, icon(look), t(title)),
      h('ul', { class: 'advice' }, list.map(a => h('li', {}, linked(a.text, a.groups ?? []))))));
}

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
    h('span', { class: 'badges' }, c.possible.map(o => badge(policy, o))))));

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

/** Shows beside its field why a text was refused, such as that it may identify somebody; false where the problem is another. */
export function textProblem(field, problem, pointer) {
  const why = problem.errors?.[pointer];
  if (why) field.show(...(problem.status === 422 ? [t('note.refused'), ' '] : []), h('span', { lang: 'en' }, why.join(' ')));
  return Boolean(why);
}

/** Radio buttons in a row. `showError(message)` says beside them what is wrong and goes to the first. */
export function choices({ legend, name, options, chosen, onchange }) {
  const said = h('p', { class: 'error', id: newId() });
  const fieldset = h('fieldset', { class: 'choices', 'aria-describedby': said.id },
    h('legend', {}, legend),
    h('div', { class: 'row' }, options.map(o => h('label', {},
      h('input', { type: 'radio', name, value: o.value, required: true, checked: o.value === chosen, onchange: () => { said.replaceChildren(); onchange?.(o.value); } }),
      h('span', {}, o.text)))),
    said);
  fieldset.showError = message => {
    said.replaceChildren(icon('problem'), h('span', {}, message));
    fieldset.querySelector('input').focus();
  };
  return fieldset;
}

/** A table in a frame that scrolls by itself where it is too wide. Of the columns, the last `numbers` hold numbers. */
export const table = (caption, head, rows, numbers = 0) => h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
  h('table', {},
    h('caption', {}, caption),
    h('thead', {}, h('tr', {}, head.map((c, i) => h('th', { scope: 'col', class: i >= head.length - numbers ? 'number' : null }, c)))),
    h('tbody', {}, rows)));

/** Stands where something is on its way. */
export const loading = () => h('p', { class: 'loading quiet', role: 'status' }, t('shell.loading'));

/** Says to assistive technology, and shows for a while to everyone, that something was done. */
export const done = (...text) => h('p', { class: 'done', role: 'status' }, icon('permit'), h('span', {}, ...text));
