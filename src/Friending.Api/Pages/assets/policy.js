// The page at /policy: what the answers go by, to read and to try; for administrators, what another document would do.

import { post } from './api.js';
import { candidateSection } from './candidate.js';
import { h, icon } from './dom.js';
import { factLabel, outcomeLabel, valueLabel } from './labels.js';
import { day, t, textOf } from './messages.js';
import { badge, counterfactuals, ownReading, problemBox, table } from './parts.js';
import { policyInForce } from './policy-document.js';
import { requestOf } from './request.js';
import { has } from './session.js';
import { start } from './shell.js';

start(async main => {
  const { data: policy, etag } = await policyInForce();
  main.replaceChildren(h('div', { class: 'intro' },
    h('h1', {}, textOf(policy.title) ?? policy.id),
    h('p', {}, t('policy.in-force', { version: policy.version }), ' ', h('code', {}, etag.replace(/"|-br/g, ''))),
    h('p', {}, t('policy.strictest', { order: policy.outcomes.map(o => outcomeLabel(policy, o.value)).join(' > ') }))),
  ...policy.guidelines.map(g => guidelineCard(policy, g)),
  tryCard(policy, main),
  ...(has('Admin') ? [candidateSection(policy)] : []));
  // The rule that a link names exists only now.
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
});

function guidelineCard(policy, guideline) {
  const read = policy.facts.map(f => f.name).filter(name => guideline.rules.some(r => r.when?.[name]));
  const cell = (fact, values) => values ? values.map(v => valueLabel(policy, fact, v)).join(' / ') : h('span', { class: 'quiet' }, t('policy.any'));
  return h('section', { class: 'card guideline', id: `guideline-${guideline.id}`, 'aria-labelledby': `title-${guideline.id}` },
    h('h2', { id: `title-${guideline.id}` }, t('policy.guideline', { id: guideline.id }), ' ', textOf(guideline.title) ?? ''),
    h('p', {}, textOf(guideline.summary) ?? ''),
    guideline.source && h('p', { class: 'quiet' }, `${guideline.source.title}, ${guideline.source.publisher}, ${day(guideline.source.date)}`),
    guideline.appliesWhen && h('p', {}, t('policy.applies'), ' ', Object.entries(guideline.appliesWhen)
      .map(([fact, values]) => `${factLabel(policy, fact)}: ${values.map(v => valueLabel(policy, fact, v)).join(' / ')}`).join('; ')),
    stacked(table(t(guideline.hitPolicy === 'unique' ? 'policy.table-unique' : 'policy.table-first', { id: guideline.id }),
      [t('policy.rule'), ...read.map(f => factLabel(policy, f)), t('policy.outcome'), t('policy.reason')],
      guideline.rules.map(rule => h('tr', { id: `rule-${rule.id}`, 'data-rule': rule.id },
        h('th', { scope: 'row' }, rule.id),
        read.map(fact => h('td', { class: rule.when?.[fact] ? 'stated' : 'any', 'data-label': factLabel(policy, fact) }, cell(fact, rule.when?.[fact]))),
        h('td', {}, badge(policy, rule.outcome), rule.ownReading && ownReading()),
        h('td', { class: 'reason' }, textOf(rule.reason) ?? ''))))));
}

/** Where there is no room for columns, the stylesheet puts the cells of a row under each other. The roles say that it stays a table. */
function stacked(frame) {
  const roles = { table: 'table', caption: 'caption', thead: 'rowgroup', tbody: 'rowgroup', tr: 'row', 'th[scope=col]': 'columnheader', 'th[scope=row]': 'rowheader', td: 'cell' };
  for (const [part, role] of Object.entries(roles)) for (const element of frame.querySelectorAll(part)) element.setAttribute('role', role);
  return frame;
}

function tryCard(policy, main) {
  const picked = new Map();
  const result = h('div', { class: 'result', role: 'status' });
  let latest = 0;
  show();
  return h('section', { class: 'card', id: 'try', 'aria-labelledby': 'try-title' },
    h('h2', { id: 'try-title' }, icon('other'), t('try.title')),
    h('p', {}, t('try.text')),
    h('div', { class: 'columns' },
      h('form', { class: 'picks' }, policy.facts.map(fact => h('label', {}, factLabel(policy, fact.name),
        h('select', { onchange: e => pick(fact.name, e.target.value) },
          h('option', { value: '' }, t('try.unknown')),
          fact.values.map(v => h('option', { value: v.value }, textOf(v.label) ?? v.value)))))),
      result));

  function pick(fact, value) {
    if (value) picked.set(fact, value); else picked.delete(fact);
    show();
  }

  async function show() {
    const mine = ++latest;
    try {
      const { data } = await post('/api/evaluate?ask=all&change=each', requestOf(picked));
      // An answer that a later pick has overtaken is not shown.
      if (mine === latest) answered(data);
    } catch (problem) {
      if (mine === latest) result.replaceChildren(problemBox(problem, show));
    }
  }

  function answered(evaluation) {
    const fires = new Map(evaluation.findings.map(f => [f.rule, f.certain]));
    for (const row of main.querySelectorAll('[data-rule]')) {
      row.classList.toggle('fires', evaluation.outcome !== null && fires.has(row.dataset.rule));
    }
    result.replaceChildren(h('div', {},
      h('p', {}, h('strong', {}, t(evaluation.outcome === null ? 'try.possible' : 'try.outcome'))),
      h('p', { class: 'badges' }, (evaluation.outcome === null ? evaluation.possibleOutcomes : [evaluation.outcome]).map(o => badge(policy, o))),
      evaluation.outcome !== null && [
        h('h3', {}, t('try.rules')),
        evaluation.findings.length === 0 ? h('p', {}, t('answer.no-guideline')) : h('ul', { class: 'plain reasons' }, evaluation.findings.map(f => h('li', {},
          h('p', { class: 'tags' }, h('a', { href: `#rule-${f.rule}` }, t('answer.guideline', { guideline: f.guideline, rule: f.rule })), badge(policy, f.outcome), !f.certain && h('span', { class: 'quiet' }, t('try.maybe'))),
          h('p', {}, f.reason)))),
      ],
      picked.size > 0 && [h('h3', {}, t('changes.title')), counterfactuals(policy, evaluation.counterfactuals)]));
  }
}
