// A decision that was recorded: what was answered and why, what a reviewer said, and what can be done next.

import { get } from './api.js';
import { conversation, reviewCard } from './case.js';
import { h, icon } from './dom.js';
import { factLabel, valueLabel } from './labels.js';
import { t, time } from './messages.js';
import { nextSteps } from './nextsteps.js';
import { adviceCards, badge, banner, counterfactuals, done, factList, outcomeBanner, ownReading, problemBox, reasons, replyCard } from './parts.js';
import { policyInForce } from './policy-document.js';
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
    const policy = (await policyInForce()).data;
    main.replaceChildren(page(main, decision, etag, policy, path));
    if (message) main.querySelector('.banner').after(done(message));
  } catch (problem) {
    main.replaceChildren(problemBox(problem, () => showDecision(main, id)));
  }
}

const again = (main, id) => h('p', {}, h('button', { type: 'button', onclick: () => showDecision(main, id) }, t('problem.retry')));

function page(main, decision, etag, policy, path) {
  const { review, status } = decision;
  const isWithdrawn = status === 'withdrawn';
  // What a person decided stands before what the policy answered.
  const outcome = review?.resolution ?? decision.outcome;
  const reply = review ? review.reply : decision.reply;
  const isMine = decision.staff.id === person.id;
  return h('div', { class: 'ask settled decision' },
    h('div', { class: 'now' },
      isWithdrawn
        ? banner('other', t('status.withdrawn'), t('status-text.withdrawn'))
        : outcomeBanner(policy, outcome, review ? t('decision.by-reviewer') : decision.summary),
      !isWithdrawn && h('p', { class: 'status' }, h('strong', {}, t(`status.${status}`)), h('span', {}, t(`status-text.${status}`))),
      review && reviewCard(policy, review),
      reply && !isWithdrawn && replyCard(reply),
      // The policy's advice goes with the policy's answer, such as to wait for the reviewer.
      !review && !isWithdrawn && adviceCards(policy, decision.advice, outcome),
      reasons(policy, decision.findings),
      explanation(policy, path)),
    h('section', { class: 'card so-far', 'aria-labelledby': 'record-of' },
      h('h2', { id: 'record-of' }, t('decision.record')),
      h('dl', { class: 'facts' },
        row(t('decision.made'), time(decision.decidedAt)),
        decision.platform && row(t('decision.platform'), decision.platform),
        (has('Review') || has('Audit')) && [
          row(t('decision.staff'), decision.staff.id),
          decision.staff.role && row(t('decision.job'), decision.staff.role),
          decision.staff.department && row(t('decision.department'), decision.staff.department),
        ],
        row(t('decision.policy'), decision.policy.version),
        row(t('decision.id'), decision.id)),
      h('h3', {}, t('decision.facts')),
      factList(policy, decision.facts, decision.decidedBy),
      conversation(policy, decision, { asker: isMine ? t('case.you') : decision.staff.id, reviewer: t('case.team') }),
      nextSteps(decision, {
        next: nextOf(decision, isMine),
        etag,
        changed: words => showDecision(main, decision.id, words),
      }),
      h('p', { class: 'actions' },
        isMine && h('a', { class: 'button', href: `/mine?decision=${decision.id}` }, t('decision.mine')),
        h('a', { class: 'button', href: '/' }, t('recorded.another')))));
}

// The list of the person's own requests says what they can do; for a decision by itself it follows from how it stands.
const nextOf = (decision, isMine) => decision.next ?? (decision.status !== 'withdrawn' && (isMine || has('Review')) ? ['withdraw'] : []);

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
      h('p', { class: 'tags' }, h('strong', {}, r.rule), badge(policy, r.outcome), r.ownReading && ownReading(), h('span', {}, t(`rule-status.${r.status}`))),
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
