// The page at /decisions, for auditors: the decisions of a range by what they are picked by, counted, listed, and to take away.

import { get, partOfList, save } from './api.js';
import { h, icon } from './dom.js';
import { outcomeLabel, rulesOf } from './labels.js';
import { number, t, textOf, time } from './messages.js';
import { badge, loading, problemBox } from './parts.js';
import { policyInForce } from './policy-document.js';
import { start } from './shell.js';

const statuses = ['final', 'pending-review', 'reviewed', 'withdrawn'];
const names = ['from', 'to', 'outcome', 'rule', 'alone', 'status', 'department', 'staff'];
const defaultDays = 30;

start(async main => {
  const { data: policy } = await policyInForce();
  const address = new URLSearchParams(location.search);
  const picked = Object.fromEntries(names.map(name => [name, address.get(name) ?? '']));
  if (!picked.from && !picked.to) picked.from = midnight(new Date(), 1 - defaultDays);
  const said = h('div', { class: 'said' });
  const shown = h('div', {});
  // Asked only beside a rule.
  const alone = h('label', { class: 'tick', for: 'alone' });
  let going;
  main.replaceChildren(
    h('div', { class: 'intro' }, h('h1', {}, t('decisions.title')), h('p', {}, t('decisions.intro'))),
    filters(), said, shown);
  await show();

  function filters() {
    const rules = [...rulesOf(policy).values()];
    alone.append(h('input', { type: 'checkbox', id: 'alone', checked: picked.alone === 'true', onchange: e => pick('alone', e.target.checked ? 'true' : '') }), t('filter.alone'));
    return h('form', { class: 'card pickers many', onsubmit: e => { e.preventDefault(); show(); } },
      label('from', h('input', { type: 'date', value: dayOf(picked.from), onchange: e => pick('from', startOf(e.target.value)) })),
      // The day that is the last, though the range ends with the first moment after it.
      label('to', h('input', { type: 'date', value: dayOf(picked.to, -1), onchange: e => pick('to', startOf(e.target.value, 1)) })),
      label('outcome', select('outcome', policy.outcomes.map(o => [o.value, outcomeLabel(policy, o.value)]))),
      label('rule', select('rule', rules.map(r => [r.id, `${r.id} · ${textOf(r.reason) ?? ''}`]))),
      label('status', select('status', statuses.map(s => [s, t(`status.${s}`)]))),
      label('department', text('department', 100)),
      label('staff', text('staff', 128)),
      alone,
      h('div', { class: 'actions' },
        h('button', { type: 'button', onclick: () => take('') }, icon('download'), t('decisions.csv')),
        h('button', { type: 'button', onclick: () => take('excel') }, icon('download'), t('decisions.excel'))));
  }

  function label(name, control) {
    control.id = name;
    return h('label', { for: name }, t(`filter.${name}`), control);
  }

  // What a link picked is there, also where the policy in force does not know it.
  function select(name, options) {
    const all = picked[name] && !options.some(([value]) => value === picked[name]) ? [...options, [picked[name], picked[name]]] : options;
    return h('select', { onchange: e => pick(name, e.target.value) },
      h('option', { value: '' }, t('filter.any')), all.map(([value, words]) => h('option', { value, selected: value === picked[name] }, words)));
  }

  function text(name, maxlength) {
    return h('input', { type: 'text', maxlength, autocomplete: 'off', spellcheck: 'false', value: picked[name], onchange: e => pick(name, e.target.value.trim()) });
  }

  function pick(name, value) {
    picked[name] = value;
    show();
  }

  function query(more = {}) {
    const { alone, ...others } = picked;
    return new URLSearchParams(Object.entries({ ...others, alone: others.rule && alone, ...more }).filter(([, value]) => value)).toString();
  }

  // Of requests that overtake each other only the last one is shown.
  async function show() {
    going?.abort();
    going = new AbortController();
    const { signal } = going;
    history.replaceState(null, '', `?${query()}`);
    alone.hidden = !picked.rule;
    said.replaceChildren();
    shown.replaceChildren(loading());
    try {
      const { data } = await get(`/api/decisions?${query({ limit: partOfList })}`, { signal });
      if (signal.aborted) return;
      const totals = h('div', {}, loading());
      const list = h('ul', { class: 'plain' });
      const more = h('p', {});
      shown.replaceChildren(totals, list, more);
      add(list, more, data, signal);
      const counted = await get(`/api/decisions?${query({ limit: 1, totals: true })}`, { signal });
      if (!signal.aborted) totals.replaceChildren(totalsOf(counted.data.totals));
    } catch (problem) {
      if (!signal.aborted) shown.replaceChildren(problemBox(problem, show));
    }
  }

  function add(list, more, { items, cursor }, signal) {
    list.append(...items.map(row));
    more.replaceChildren(...(cursor ? [h('button', { type: 'button', onclick: () => readOn(list, more, cursor, signal) }, t('list.more'))] : []));
  }

  async function readOn(list, more, cursor, signal) {
    const at = list.children.length;
    try {
      const { data } = await get(`/api/decisions?${query({ limit: partOfList, cursor })}`, { signal });
      if (signal.aborted) return;
      add(list, more, data, signal);
      list.children[at]?.querySelector('a').focus();
    } catch (problem) {
      if (!signal.aborted) said.replaceChildren(problemBox(problem, () => readOn(list, more, cursor, signal)));
    }
  }

  function totalsOf({ decisions, outcomes, statuses: standing }) {
    return h('div', { class: 'card totals', role: 'status' },
      h('p', { class: 'big' }, t(decisions === 1 ? 'decisions.one' : 'decisions.count', { number: number(decisions) })),
      decisions === 0 && h('p', {}, t('decisions.none')),
      h('p', { class: 'badges' }, policy.outcomes.map(o => o.value).concat(Object.keys(outcomes)).filter((o, i, all) => outcomes[o] && all.indexOf(o) === i)
        .map(o => h('span', {}, badge(policy, o), ' ', h('strong', {}, number(outcomes[o]))))),
      h('p', { class: 'quiet' }, statuses.filter(s => standing[s]).map(s => `${t(`status.${s}`)}: ${number(standing[s])}`).join(' · ')));
  }

  function row(decision) {
    const { staff, review } = decision;
    const rules = decision.findings.filter(f => f.outcome === decision.outcome).map(f => f.rule);
    return h('li', { class: 'card entry' },
      h('a', { href: `/?decision=${decision.id}` }, time(decision.decidedAt)),
      h('span', {}, badge(policy, decision.outcome)),
      h('span', {}, rules.length > 0 ? t('decisions.rules', { rules: rules.join(', ') }) : h('span', { class: 'quiet' }, t('decisions.no-rule'))),
      h('span', {}, staff.id, h('span', { class: 'quiet' }, [staff.role, staff.department].filter(Boolean).map(x => ` · ${x}`))),
      h('span', {}, t(`status.${decision.status}`), review && [': ', outcomeLabel(policy, review.resolution)]));
  }

  async function take(excel) {
    said.replaceChildren(loading());
    try {
      await save(`/api/decisions?${query(excel ? { excel: true } : {})}`, 'text/csv', `decisions${excel && '-excel'}.csv`);
      said.replaceChildren();
    } catch (problem) {
      said.replaceChildren(problemBox(problem, () => take(excel)));
    }
  }
});

/** Midnight of a day, so many days on, by the reader's clocks, as an instant. */
const midnight = (date, days = 0) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).toISOString();

/** The instant at which a day that was picked (2026-11-25) begins, so many days on; nothing where none was. */
function startOf(day, days = 0) {
  const [year, month, date] = day.split('-').map(Number);
  return day ? midnight(new Date(year, month - 1, date), days) : '';
}

/** The day of an instant, so many milliseconds on, as a picker takes it; nothing where it is none. */
function dayOf(instant, milliseconds = 0) {
  const date = new Date(new Date(instant).getTime() + milliseconds);
  return Number.isNaN(date.getTime()) ? '' : `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}
