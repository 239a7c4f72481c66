// One case on the page at /reviews: what to decide it by, who has it, asking for more, and deciding it.

import { call, get, post, Problem } from './api.js';
import { conversation, reviewCard, waitsForAsker } from './case.js';
import { h, icon, newId } from './dom.js';
import { outcomeKind, outcomeLabel } from './labels.js';
import { t, time } from './messages.js';
import { badge, choices, counterfactuals, factList, field, loading, problemBox, textProblem } from './parts.js';
import { person } from './session.js';

const isMe = id => id?.toLowerCase() === person.id.toLowerCase();

/**
 * A case of the list. `summary` is what shows while it is closed; `drafts` holds by decision what was written and not sent yet;
 * `left(words)` is told when it is no longer in the list, and why.
 */
export function reviewCase(policy, item, { drafts, summary, left }) {
  const path = `/api/decisions/${item.id}`;
  const draft = drafts[item.id] ??= { resolution: null, reason: '', question: '' };
  const inside = h('div', { id: newId(), class: 'inside', hidden: true });
  const toggle = h('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': inside.id, onclick: open }, summary, icon('down'));
  const element = h('li', { class: 'card case' }, h('h2', {}, toggle), inside);
  // As it was read last.
  let known = null;
  return element;

  function open() {
    const isOpen = toggle.getAttribute('aria-expanded') === 'true';
    toggle.setAttribute('aria-expanded', String(!isOpen));
    inside.hidden = isOpen;
    if (!isOpen) read();
  }

  async function read(message) {
    if (!known) inside.replaceChildren(loading());
    try {
      const [{ data: decision, etag }, { data: explanation }] = await Promise.all([get(path), get(`${path}/explanation`)]);
      if (decision.status === 'withdrawn' && item.status === 'pending-review') {
        delete drafts[item.id];
        left([t('reviews.withdrawn')]);
        return;
      }
      known = decision;
      inside.replaceChildren(details(policy, decision, explanation), ...steps(decision, etag, message));
      if (message) inside.querySelector('[role=alert], [role=status]')?.focus();
    } catch (problem) {
      inside.replaceChildren(problemBox(problem, () => read(message)));
    }
  }

  function steps(decision, etag, message) {
    const said = message && h('div', { class: message.isMine ? 'done' : 'problem', role: message.isMine ? 'status' : 'alert', tabindex: '-1' },
      icon(message.isMine ? 'permit' : 'problem'), h('p', { class: 'lead' }, message.words));
    if (decision.status !== 'pending-review') {
      return [said ?? '', decision.review ? reviewCard(policy, decision.review) : h('p', {}, h('strong', {}, t(`status.${decision.status}`))), kept(), see()];
    }
    if (isMe(decision.staff.id)) return [said ?? '', h('p', { class: 'note' }, icon('other'), t('reviews.own'))];
    return [said ?? '', owning(decision, etag), deciding(etag), asking(decision, etag)];
  }

  function see() { return h('p', {}, h('a', { href: `/?decision=${item.id}` }, t('reviews.see'))); }

  /** What the reader had written themselves, so that it is not lost. */
  function kept() {
    return draft.reason ? h('div', {}, h('h3', {}, t('reviews.yours')), h('blockquote', { lang: '' }, h('p', { class: 'mine' }, draft.reason))) : '';
  }

  function owning(decision, etag) {
    const owner = decision.case?.owner;
    const said = h('div', {});
    const words = isMe(owner) ? 'reviews.release' : owner ? 'reviews.take-over' : 'reviews.claim';
    const button = h('button', { type: 'button', onclick: () => act(button, said, () => call(isMe(owner) ? 'DELETE' : 'POST', `${path}/claim`, { headers: { 'If-Match': etag } }),
      () => read({ isMine: true, words: t(isMe(owner) ? 'reviews.released' : 'reviews.claimed') })) }, t(words));
    return h('div', { class: 'owning' },
      h('p', { class: 'actions' },
        h('span', {}, !owner ? t('reviews.no-owner') : isMe(owner) ? t('reviews.owner-me') : t('reviews.owner', { who: owner })), button), said);
  }

  function deciding(etag) {
    const reason = textField('reason', 'reviews.reason', 'reviews.reason-hint', 1000);
    const said = h('div', {});
    const send = h('button', { class: 'primary' }, t('reviews.send'));
    const resolution = choices({
      legend: t('reviews.resolution'), name: `resolution-${item.id}`, chosen: draft.resolution,
      options: policy.outcomes.filter(o => outcomeKind(policy, o.value) !== 'review').reverse().map(o => ({ value: o.value, text: outcomeLabel(policy, o.value) })),
      onchange: value => { draft.resolution = value; },
    });
    return h('form', { class: 'deciding', novalidate: true, onsubmit: e => { e.preventDefault(); submit(); } }, resolution, reason.element, said, h('p', { class: 'actions' }, send));

    async function submit() {
      if (!draft.resolution) {
        said.replaceChildren(h('p', { class: 'error', role: 'alert' }, icon('problem'), h('span', {}, t('reviews.resolution-missing'))));
        resolution.querySelector('input').focus();
        return;
      }
      if (!draft.reason.trim()) {
        reason.show(t('reviews.reason-missing'));
        return;
      }
      await act(send, said, () => post(`${path}/review`, { resolution: draft.resolution, reason: draft.reason.trim() }, { headers: { 'If-Match': etag } }), ({ data }) => {
        delete drafts[item.id];
        left([t('reviews.resolved', { outcome: outcomeLabel(policy, data.review.resolution) }), ' ', h('a', { href: `/?decision=${item.id}` }, t('reviews.see'))]);
      }, problem => textProblem(reason, problem, '/reason'));
    }
  }

  function asking(decision, etag) {
    if (waitsForAsker(decision)) return h('p', { class: 'note' }, icon('reply'), t('reviews.question-open'));
    const question = textField('question', 'reviews.question', 'reviews.reason-hint', 500);
    const said = h('div', {});
    const send = h('button', {}, t('reviews.question-send'));
    return h('details', { class: 'asking', open: Boolean(draft.question) },
      h('summary', {}, t('reviews.question-open-form')),
      h('form', { novalidate: true, onsubmit: e => { e.preventDefault(); submit(); } }, question.element, said, h('p', { class: 'actions' }, send)));

    async function submit() {
      if (!draft.question.trim()) {
        question.show(t('reviews.question-missing'));
        return;
      }
      await act(send, said, () => post(`${path}/question`, { text: draft.question.trim() }, { headers: { 'If-Match': etag } }), () => {
        draft.question = '';
        return read({ isMine: true, words: t('reviews.question-sent') });
      }, problem => textProblem(question, problem, '/text'));
    }
  }

  function textField(name, label, hint, maxlength) {
    const made = field({ label: t(label), hint: t(hint), required: true, control: h('textarea', { rows: 3, maxlength, oninput: e => { draft[name] = e.target.value; } }) });
    made.control.value = draft[name];
    return made;
  }

  /** Does something once, and says what stands in the way. A case that was changed meanwhile is read again, with by whom it was. */
  async function act(button, said, request, then, otherwise = () => false) {
    button.disabled = true;
    said.replaceChildren();
    try {
      await then(await request());
    } catch (problem) {
      button.disabled = false;
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 412 || problem.status === 409) await changedMeanwhile();
      else if (!otherwise(problem)) {
        said.replaceChildren(problemBox(problem, () => act(button, said, request, then, otherwise)));
        said.querySelector('button, a')?.focus();
      }
    }
  }

  async function changedMeanwhile() {
    const before = known;
    const { data: now } = await get(path);
    await read({ words: t(isMe(changedBy(before, now)) ? 'reviews.own-change' : 'reviews.conflict') });
  }
}

/** Who changed a case since it was read, as far as it shows. */
function changedBy(before, now) {
  if (now.status === 'withdrawn') return now.staff.id;
  if (now.review) return now.review.by;
  const last = now.case?.messages.at(-1);
  if ((now.case?.messages.length ?? 0) > (before.case?.messages.length ?? 0)) return last.by;
  return now.case?.owner ?? before.case?.owner;
}

function details(policy, decision, explanation) {
  const { staff, circumstances } = decision;
  return h('div', { class: 'columns' },
    h('section', {},
      h('h3', {}, t('reviews.facts')),
      factList(policy, decision.facts, decision.decidedBy),
      h('dl', { class: 'facts' }, [
        [t('decision.staff'), staff.id], [t('decision.job'), staff.role], [t('decision.department'), staff.department],
        [t('decision.platform'), decision.platform],
        [t('reviews.friends-since'), circumstances?.friendsSince], [t('reviews.care-since'), circumstances?.careSince],
        [t('reviews.asked-at'), time(decision.decidedAt)], [t('reviews.due-at'), decision.case && time(decision.case.dueAt)],
        [t('reviews.reference'), decision.otherParty?.reference],
      ].filter(([, value]) => value).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))))),
    h('section', {},
      h('h3', {}, t('reviews.why')),
      decision.findings.length === 0 && !decision.questions?.length
        ? h('p', {}, t('answer.no-guideline'))
        : h('ul', { class: 'plain reasons' }, decision.findings.map(f => h('li', {},
          h('p', { class: 'tags' }, badge(policy, f.outcome), h('a', { href: `/policy#rule-${f.rule}` }, t('answer.guideline', { guideline: f.guideline, rule: f.rule }))),
          h('p', { lang: decision.language }, f.reason)))),
      decision.questions?.length > 0 && [
        h('h3', {}, t('reviews.questions')),
        h('ul', { class: 'advice', lang: decision.language }, decision.questions.map(q => h('li', {}, q.text))),
      ],
      conversation(policy, decision, { asker: staff.id, reviewer: t('case.team') }),
      h('h3', {}, t('changes.title')),
      counterfactuals(policy, explanation.counterfactuals ?? [])));
}
