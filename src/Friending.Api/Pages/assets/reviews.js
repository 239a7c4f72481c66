// The page at /reviews: the cases that wait for a person, oldest first, and what to decide them by.

import { get, post, Problem } from './api.js';
import { h, icon, newId } from './dom.js';
import { ago, t, time } from './messages.js';
import { badge, choices, counterfactuals, done, factList, field, outcomeWord, problemBox, valueLabel } from './parts.js';
import { keepDraft, person, takeDraft } from './session.js';
import { start } from './shell.js';

const resolutions = ['permit', 'discourage', 'decline'];

let policy;
// What was written about a case and not sent yet, by decision; a reason is never lost to a conflict or a reload of the list.
let drafts = {};

start(async main => {
  keepDraft(() => drafts);
  drafts = takeDraft() ?? {};
  const [document, page] = await Promise.all([get('/api/policy'), get('/api/reviews')]);
  policy = document.data;
  const heading = h('h1', { tabindex: '-1' }, t('reviews.title'));
  const said = h('div', {});
  const list = h('ul', { class: 'plain cases' });
  const more = h('p', {});
  const none = h('p', { class: 'card empty' }, icon('permit'), t('reviews.none'));
  main.replaceChildren(h('div', { class: 'intro' }, heading, h('p', {}, t('reviews.intro'))), said, list, more, none);
  add(page.data);

  function add({ items, cursor }) {
    list.append(...items.map(item => caseOf(item, settled)));
    more.replaceChildren(...(cursor ? [h('button', { type: 'button', onclick: () => readOn(cursor) }, t('reviews.more'))] : []));
    none.hidden = list.children.length > 0;
  }

  async function readOn(cursor) {
    const at = list.children.length;
    try {
      add((await get(`/api/reviews?cursor=${encodeURIComponent(cursor)}`)).data);
      list.children[at]?.querySelector('button').focus();
    } catch (problem) {
      said.replaceChildren(problemBox(problem, () => readOn(cursor)));
    }
  }

  // On to the next case, which is what whoever works through the list with the keyboard wants.
  function settled(element, decision) {
    const next = element.nextElementSibling ?? element.previousElementSibling;
    element.remove();
    delete drafts[decision.id];
    said.replaceChildren(done(t('reviews.resolved', { outcome: outcomeWord(decision.review.resolution) }), ' ', h('a', { href: `/?decision=${decision.id}` }, t('reviews.see'))));
    none.hidden = list.children.length > 0;
    (next?.querySelector('button') ?? heading).focus();
  }
});

function caseOf(item, settled) {
  const inside = h('div', { id: newId(), class: 'inside', hidden: true });
  const toggle = h('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': inside.id, onclick: open },
    h('span', { class: 'what' },
      h('strong', {}, valueLabel(policy, 'patient', item.otherParty.patient ?? ''), ' · ', valueLabel(policy, 'direction', item.direction)),
      h('span', { class: 'quiet' }, `${item.platform} · ${item.staff.role ?? item.staff.id}${item.staff.department ? ` · ${item.staff.department}` : ''}`)),
    h('span', { class: 'age' }, t('reviews.asked', { ago: ago(item.decidedAt) })),
    icon('down'));
  const element = h('li', { class: 'card case' }, h('h2', {}, toggle), inside);
  let shown = false;

  function open() {
    const isOpen = toggle.getAttribute('aria-expanded') === 'true';
    toggle.setAttribute('aria-expanded', String(!isOpen));
    inside.hidden = isOpen;
    if (!isOpen && !shown) read();
  }

  async function read(message) {
    const path = `/api/decisions/${item.id}`;
    try {
      const [decision, explanation] = await Promise.all([get(path), get(`${path}/explanation`)]);
      inside.replaceChildren(...details(decision.data, explanation.data), ...verdict(decision.data, decision.etag, message));
      shown = true;
      if (message) inside.querySelector('.problem').focus();
    } catch (problem) {
      inside.replaceChildren(problemBox(problem, () => read(message)));
    }
  }

  function verdict(decision, etag, message) {
    const warning = message && h('div', { class: 'problem', role: 'alert', tabindex: '-1' }, icon('problem'), h('p', { class: 'lead' }, message));
    if (decision.status !== 'pending-review') return [warning ?? h('p', {}, t('reviews.not-pending')), asItIs(decision), kept(decision.id)];
    if (decision.staff.id === person.id) return [h('p', { class: 'note' }, icon('other'), t('reviews.own'))];
    return [warning, form(decision, etag)].filter(Boolean);
  }

  function form(decision, etag) {
    const draft = drafts[decision.id] ??= { resolution: null, reason: '' };
    const reason = field({
      label: t('reviews.reason'), hint: t('reviews.reason-hint'), required: true,
      control: h('textarea', { rows: 3, maxlength: 1000, oninput: e => { draft.reason = e.target.value; } }),
    });
    reason.control.value = draft.reason;
    const said = h('div', {});
    const send = h('button', { class: 'primary' }, t('reviews.send'));
    return h('form', { onsubmit: e => { e.preventDefault(); submit(); } },
      choices({
        legend: t('reviews.resolution'), name: `resolution-${decision.id}`, chosen: draft.resolution,
        options: resolutions.map(r => ({ value: r, text: outcomeWord(r) })),
        onchange: value => { draft.resolution = value; },
      }),
      reason.element, said, h('p', { class: 'actions' }, send));

    async function submit() {
      send.disabled = true;
      said.replaceChildren();
      reason.clear();
      try {
        const json = { resolution: draft.resolution, reason: draft.reason.trim() };
        settled(element, (await post(`/api/decisions/${decision.id}/review`, json, { headers: { 'If-Match': etag } })).data);
      } catch (problem) {
        send.disabled = false;
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 412 || problem.status === 409) await read(t('reviews.conflict'));
        else if (problem.errors['/reason']) reason.show(...(problem.status === 422 ? [t('record.note-refused'), ' '] : []), h('span', { lang: 'en' }, problem.errors['/reason'].join(' ')));
        else {
          said.replaceChildren(problemBox(problem, submit));
          said.querySelector('button, a')?.focus();
        }
      }
    }
  }

  return element;
}

function details(decision, explanation) {
  return [
    h('div', { class: 'columns' },
      h('section', {},
        h('h3', {}, t('reviews.facts')),
        factList(policy, decision.facts, decision.decidedBy),
        h('dl', { class: 'facts' },
          [[t('decision.staff'), decision.staff.id], [t('decision.platform'), decision.platform], [t('reviews.asked-at'), time(decision.decidedAt)],
            decision.otherParty.reference && [t('reviews.reference'), decision.otherParty.reference]]
            .filter(Boolean).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))))),
      h('section', {},
        h('h3', {}, t('reviews.why')),
        decision.findings.length === 0 && !decision.questions?.length
          ? h('p', {}, t('answer.no-guideline'))
          : h('ul', { class: 'plain reasons' }, decision.findings.map(f => h('li', {},
            h('p', { class: 'tags' }, badge(f.outcome), h('a', { href: `/policy#rule-${f.rule}` }, t('answer.guideline', { guideline: f.guideline, rule: f.rule }))),
            h('p', { lang: decision.language }, f.reason)))),
        decision.note && [h('h3', {}, t('decision.note')), h('blockquote', { lang: '' }, h('p', {}, decision.note))],
        decision.questions?.length > 0 && [
          h('h3', {}, t('reviews.questions')),
          h('ul', { class: 'advice', lang: decision.language }, decision.questions.map(q => h('li', {}, q.text))),
        ],
        h('h3', {}, t('changes.title')),
        counterfactuals(policy, explanation.counterfactuals ?? []))),
  ];
}

/** How a case stands that somebody else has decided meanwhile. */
const asItIs = decision => h('div', {},
  h('p', { class: 'tags' },
    h('strong', {}, t(`status.${decision.status}`)),
    decision.review && [badge(decision.review.resolution), h('span', {}, t('decision.review-by', { who: decision.review.by, when: time(decision.review.at) }))]),
  decision.review && h('blockquote', { lang: '' }, h('p', {}, decision.review.reason)),
  h('p', {}, h('a', { href: `/?decision=${decision.id}` }, t('reviews.see'))));

/** What the reader had written themselves, so that it is not lost. */
function kept(id) {
  const reason = drafts[id]?.reason;
  return reason ? h('div', {}, h('h3', {}, t('reviews.yours')), h('blockquote', { lang: '' }, h('p', { class: 'mine' }, reason))) : '';
}
