// A decision that was recorded: what was answered and why, what a reviewer said, and taking it back.

import { get, post, Problem } from './api.js';
import { h, icon } from './dom.js';
import { t, time } from './messages.js';
import { adviceCard, badge, banner, counterfactuals, done, factLabel, factList, ownReading, problemBox, reasons, replyCard, valueLabel } from './parts.js';
import { has, person } from './session.js';

/** Shows the decision of that id, or why it cannot be shown. */
export async function showDecision(main, id, message) {
  const path = `/api/decisions/${encodeURIComponent(id)}`;
  try {
    const { data: decision, etag, response } = await get(path);
    if (response.status === 202) {
      main.replaceChildren(h('section', { class: 'card' }, h('h1', {}, t('decision.queued')), h('p', {}, t('decision.queued-text')), again(main, id)));
      return;
    }
    const policy = (await get('/api/policy')).data;
    main.replaceChildren(page(main, decision, etag, policy, path));
    if (message) {
      const said = done(message);
      main.querySelector('.status').after(said);
    }
  } catch (problem) {
    main.replaceChildren(problemBox(problem, () => showDecision(main, id)));
  }
}

const again = (main, id) => h('p', {}, h('button', { type: 'button', onclick: () => showDecision(main, id) }, t('problem.retry')));

function page(main, decision, etag, policy, path) {
  const { review, status } = decision;
  const said = h('div', {});
  // What a person decided stands before what the policy answered.
  const outcome = review?.resolution ?? decision.outcome;
  const reply = review ? review.reply : decision.reply;
  const mayWithdraw = status !== 'withdrawn' && (has('Review') || decision.staff.id === person.id);
  const dialog = h('dialog', { 'aria-labelledby': 'withdraw' },
    h('h2', { id: 'withdraw' }, t('withdraw.title')),
    h('p', {}, t('withdraw.text')),
    h('p', { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onclick: withdraw }, t('withdraw.do')),
      h('button', { type: 'button', onclick: () => dialog.close() }, t('withdraw.leave'))));
  return h('div', { class: 'ask settled decision' },
    h('div', { class: 'now' },
      banner(outcome, { direction: decision.direction, summary: review ? t('decision.by-reviewer') : decision.summary }),
      h('p', { class: `status ${status}` }, h('strong', {}, t(`status.${status}`)), h('span', {}, t(`status-text.${status}`))),
      review && h('section', { class: 'card' },
        h('h2', {}, icon('review'), t('decision.review')),
        h('p', { class: 'tags' }, badge(review.resolution), h('span', {}, t('decision.review-by', { who: review.by, when: time(review.at) }))),
        h('blockquote', { lang: '' }, h('p', {}, review.reason))),
      reply && status !== 'withdrawn' && replyCard(reply),
      // The policy's advice goes with the policy's answer, such as to wait for the reviewer.
      decision.advice.length > 0 && !review && status !== 'withdrawn' && adviceCard(decision.advice, outcome),
      reasons(decision.findings),
      explanation(policy, path)),
    h('section', { class: 'card so-far', 'aria-labelledby': 'record-of' },
      h('h2', { id: 'record-of' }, t('decision.record')),
      h('dl', { class: 'facts' },
        row(t('decision.made'), time(decision.decidedAt)),
        row(t('decision.platform'), decision.platform),
        (has('Review') || has('Audit')) && row(t('decision.staff'), decision.staff.id),
        row(t('decision.policy'), decision.policy.version),
        row(t('decision.id'), decision.id)),
      h('h3', {}, t('decision.facts')),
      factList(policy, decision.facts, decision.decidedBy),
      decision.note && [h('h3', {}, t('decision.note')), h('p', { lang: '' }, decision.note)],
      h('p', { class: 'actions' },
        mayWithdraw && h('button', { type: 'button', onclick: () => dialog.showModal() }, t('withdraw.open')),
        h('a', { class: 'button', href: '/' }, t('recorded.another'))),
      said),
    dialog);

  async function withdraw() {
    dialog.close();
    try {
      await post(`${path}/withdraw`, undefined, { headers: { 'If-Match': etag } });
      await showDecision(main, decision.id, t('withdraw.done'));
    } catch (problem) {
      if (problem instanceof Problem && (problem.status === 412 || problem.status === 409)) await showDecision(main, decision.id, t('withdraw.changed'));
      else said.replaceChildren(problemBox(problem, withdraw));
    }
  }
}

const row = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

/** Every rule with why it did or did not apply; read when it is opened. */
function explanation(policy, path) {
  const inside = h('div', {});
  let asked = false;
  return h('details', { class: 'card', ontoggle: e => { if (e.target.open && !asked) read(); } },
    h('summary', {}, t('explain.title')), inside);

  async function read() {
    asked = true;
    try {
      const { data } = await get(`${path}/explanation`);
      inside.replaceChildren(...explained(policy, data));
    } catch (problem) {
      inside.replaceChildren(problemBox(problem, read));
    }
  }
}

function explained(policy, { rules, counterfactuals: changes }) {
  return [
    h('ol', { class: 'plain rules' }, rules.map(r => h('li', { class: r.status },
      h('p', { class: 'tags' }, h('strong', {}, r.rule), badge(r.outcome), r.ownReading && ownReading(), h('span', {}, t(`rule-status.${r.status}`))),
      h('ul', {}, r.conditions.map(c => h('li', {}, condition(policy, c))))))),
    changes && h('h3', {}, t('changes.title')),
    changes && counterfactuals(policy, changes),
  ].filter(Boolean);
}

const condition = (policy, { fact, allowed, actual, holds }) => t(holds === undefined ? 'condition.unknown' : holds ? 'condition.holds' : 'condition.fails', {
  fact: factLabel(policy, fact),
  allowed: allowed.map(v => valueLabel(policy, fact, v)).join(' / '),
  actual: actual === undefined ? '' : valueLabel(policy, fact, actual),
});
