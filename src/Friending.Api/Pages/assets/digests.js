// The page at /digests: a week in numbers, for the organisation or a department.

import { get, post, Problem, save } from './api.js';
import { bars, behind, trend } from './charts.js';
import { h, icon } from './dom.js';
import { figureText, isHidden, isNone } from './figures.js';
import { factLabel, lookOf, outcomeLabel, rulesOf, valueLabel } from './labels.js';
import { date, knows, number, range, t, textOf, time } from './messages.js';
import { loading, problemBox, table } from './parts.js';
import { policyInForce } from './policy-document.js';
import { has } from './session.js';
import { start } from './shell.js';
import { daysOf, isWeek, lastWeeks } from './weeks.js';

const organisation = 'organisation';
const others = '*';
const weeks = lastWeeks(53);

// What a bar leads to, by the filters of the page of decisions. A bar counts what its rules decided together and no other with them.
const filters = {
  outcome: outcome => ({ outcome }),
  rule: rule => ({ rule, alone: true }),
  department: department => ({ department }),
};

let policy;

start(async main => {
  const address = new URLSearchParams(location.search);
  const asked = address.get('week');
  // By default the last week that is over.
  let week = isWeek(asked) ? asked : weeks[1];
  let audience = address.get('audience') ?? organisation;
  const departments = new Set([organisation, audience]);
  const first = h('div', {});
  const shown = h('div', { class: 'digest' });
  const said = h('div', { class: 'said' });
  const audiences = h('select', { id: 'audience', onchange: e => { audience = e.target.value; show(); } });
  let going;
  policy = (await policyInForce()).data;
  if (!weeks.includes(week)) weeks.push(week);
  const confirmation = h('dialog', { 'aria-labelledby': 'send-title' },
    h('h2', { id: 'send-title' }, t('digests.send-title')),
    h('p', {}, t('digests.send-text')),
    h('p', { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onclick: () => { confirmation.close(); send(); } }, t('digests.send-do')),
      h('button', { type: 'button', onclick: () => confirmation.close() }, t('digests.send-leave'))));
  // Hidden until what stands above it is known: a button that moves while it is pressed is not pressed.
  const pickers = h('form', { class: 'card pickers', hidden: true, onsubmit: e => e.preventDefault() },
    h('label', { for: 'week' }, t('digests.week'),
      h('select', { id: 'week', onchange: e => { week = e.target.value; show(); } }, weeks.map(w => h('option', { value: w, selected: w === week }, `${range(...daysOf(w))} · ${w}`)))),
    h('label', { for: 'audience' }, t('digests.audience'), audiences),
    h('div', { class: 'actions' },
      h('button', { type: 'button', onclick: download }, icon('download'), t('digests.csv')),
      has('Admin') && h('button', { type: 'button', onclick: () => confirmation.showModal() }, icon('reply'), t('digests.send-again'))));
  main.replaceChildren(
    h('div', { class: 'intro short' }, h('h1', {}, t('digests.title')), h('p', {}, t('digests.intro'))),
    first, pickers, said, shown, confirmation);
  offer();
  await show();
  pickers.hidden = false;
  if (asked !== null && asked !== week) said.replaceChildren(note(t('digests.no-such-week', { week: asked })));

  function path() {
    return `/api/digests/${week}?audience=${encodeURIComponent(audience)}`;
  }

  function offer() {
    audiences.replaceChildren(...[...departments].map(a => h('option', { value: a, selected: a === audience }, a === organisation ? t('digests.organisation') : a)));
  }

  // Of requests that overtake each other only the last one is shown: never the numbers of one week under the name of another.
  async function show() {
    going?.abort();
    going = new AbortController();
    const { signal } = going;
    history.replaceState(null, '', `?${new URLSearchParams({ week, audience })}`);
    said.replaceChildren();
    // It keeps its place, so that nothing below it moves.
    first.classList.add('unseen');
    shown.replaceChildren(loading());
    try {
      const { data } = await get(path(), { signal });
      if (signal.aborted) return;
      for (const row of data.breakdowns.find(b => b.by === 'department')?.rows ?? []) if (row.value && row.value !== others) departments.add(row.value);
      offer();
      first.replaceChildren(firstThings(data));
      first.classList.remove('unseen');
      shown.replaceChildren(...digest(data));
    } catch (problem) {
      if (signal.aborted) return;
      first.replaceChildren();
      shown.replaceChildren(problem instanceof Problem && problem.status === 404 ? note(t('digests.none')) : problemBox(problem, show));
    }
  }

  async function download() {
    try {
      await save(path(), 'text/csv', `digest-${week}-${audience}.csv`);
    } catch (problem) {
      said.replaceChildren(problemBox(problem, download));
    }
  }

  async function send() {
    said.replaceChildren(loading());
    try {
      const { data } = await post(`/api/digests/${week}/send?again=true&audience=${encodeURIComponent(audience)}`);
      said.replaceChildren(...deliveries(data.items));
    } catch (problem) {
      said.replaceChildren(problem instanceof Problem && problem.status === 409 ? note(t('digests.not-over')) : problemBox(problem, send));
    }
  }
});

const note = words => h('p', { class: 'card', role: 'status' }, words);

function deliveries(rows) {
  if (rows.length === 0) return [note(t('digests.no-channel'))];
  return [h('section', { class: 'card', role: 'status' },
    table(t('digests.deliveries'), [t('digests.audience'), t('digests.channel'), t('digests.state'), t('digests.reached')],
      rows.map(r => h('tr', {},
        h('th', { scope: 'row' }, r.audience === organisation ? t('digests.organisation') : r.audience),
        h('td', {}, knows(`channel.${r.channel}`) ? t(`channel.${r.channel}`) : r.channel),
        h('td', {}, t(`sending.${r.status}`), r.error && h('div', { class: 'quiet', lang: 'en' }, r.error), r.refused.map(x => h('div', { class: 'quiet', lang: 'en' }, `${x.recipient}: ${x.why}`))),
        h('td', { class: 'number' }, number(r.reached)))), 1))];
}

/** What to do and to look at first: at most five lines, which a telephone shows at once. */
function firstThings(data) {
  const { reviews, poisoned, changes = [] } = data;
  const lines = [
    reviews.overdue && !isNone(reviews.overdue) && line(t('first.overdue', { number: figureText(reviews.overdue) }), has('Review') && '/reviews', 'overdue'),
    reviews.due && !isNone(reviews.due) && line(t('first.due', { number: figureText(reviews.due) }), has('Review') && '/reviews'),
    poisoned > 0 && line(t('first.poisoned', { number: number(poisoned) }), has('Admin') && '/admin', 'overdue'),
    ...changes.map(c => line(
      t('first.change', { name: nameOf(c.by, c.value, data.breakdowns.find(b => b.by === c.by)?.fact), number: number(c.requests), before: number(c.weekBefore) }), decisionsOf(c.by, c.value, data))),
  ].filter(Boolean);
  return h('section', { class: 'card first', 'aria-labelledby': 'first' },
    h('h2', { id: 'first' }, t('first.title', { days: range(...daysOf(data.week)) })),
    h('ul', { class: 'plain' }, lines.length > 0 ? lines.slice(0, 5) : line(t('first.nothing'))));
}

const line = (words, address, look) => h('li', { class: look }, address ? h('a', { href: address }, words) : words);

/** Where the decisions behind a number are; null where no filter picks them. */
const decisionsOf = (by, value, { from, to, audience }) => filters[by] && value && value !== others
  ? `/decisions?${new URLSearchParams({ from, to, ...(audience !== organisation && { department: audience }), ...filters[by](value) })}`
  : null;

function digest(data) {
  const early = new Date(data.takenAt) < new Date(data.to);
  const { reviews } = data;
  const told = data.breakdowns.filter(b => b.rows.some(r => !isHidden(r.requests)));
  const hidden = data.breakdowns.filter(b => b.rows.length > 0 && !told.includes(b));
  const exemptions = data.exemptions.filter(e => !isNone(e.permitted));
  const policies = data.policies.filter(p => !isHidden(p.requests));
  const folded = [...hidden.map(titleOf), ...(exemptions.length > 0 && exemptions.every(e => isHidden(e.permitted)) ? [t('digests.exemptions')] : [])];
  return [
    h('p', { class: 'quiet' }, t('digests.taken', { when: time(data.takenAt), zone: data.timeZone }), early && h('strong', {}, ' ', t('digests.early'))),
    h('div', { class: 'numbers' },
      tile(t('digests.requests'), figureText(data.requests), t('digests.before', { number: figureText(data.requestsWeekBefore) })),
      tile(t('digests.opened'), figureText(reviews.opened), t('digests.resolved', { number: figureText(reviews.resolved) })),
      tile(t('digests.pending'), figureText(reviews.pending), reviews.oldestPendingSince && t('digests.oldest', { date: date(reviews.oldestPendingSince, data.timeZone) })),
      reviews.medianHoursToResolve !== null && tile(t('digests.median'), t('digests.hours', { hours: number(Math.round(reviews.medianHoursToResolve * 10) / 10) })),
      data.poisoned !== undefined && tile(t('digests.poisoned'), number(data.poisoned))),
    h('section', { class: 'card' },
      h('h2', {}, t('digests.trend')),
      trend(data.trend),
      behind(t('digests.trend'), [t('digests.week'), t('digests.requests')], data.trend.map(w => [w.week, w.requests]))),
    h('div', { class: 'columns wide' },
      told.map(b => breakdown(b, data)),
      exemptions.some(e => !isHidden(e.permitted)) && h('section', { class: 'card' },
        h('h2', {}, t('digests.exemptions')),
        h('dl', { class: 'facts' }, exemptions.map(e => h('div', {}, h('dt', {}, exemptionName(e.exemption)), h('dd', {}, figureText(e.permitted)))))),
      policies.length > 0 && h('section', { class: 'card' },
        h('h2', {}, t('digests.policies')),
        h('dl', { class: 'facts' }, policies.map(p => h('div', {}, h('dt', {}, p.version, ' ', h('code', {}, p.sha256.slice(0, 12))), h('dd', {}, figureText(p.requests))))))),
    folded.length > 0 && h('p', { class: 'quiet' }, t('digests.hidden', { list: folded.join(', ') })),
    h('p', { class: 'quiet' }, t('digests.privacy', { threshold: number(data.threshold) })),
  ].flat().filter(Boolean);
}

const tile = (name, value, more) => h('div', { class: 'card tile' }, h('p', { class: 'quiet' }, name), h('p', { class: /^\d/.test(value) ? 'big' : 'big in-words' }, value), more && h('p', { class: 'quiet' }, more));

function breakdown({ by, fact, rows }, data) {
  const named = rows.map(r => ({
    ...r,
    name: nameOf(by, r.value, fact),
    look: by === 'outcome' ? lookOf(policy, r.value) : null,
    link: decisionsOf(by, r.value, data),
  }));
  const title = titleOf({ by, fact });
  const shown = named.filter(r => !isNone(r.requests));
  return h('section', { class: 'card' },
    h('h2', {}, title),
    bars(shown, by === 'rule' || by === 'guideline'),
    named.length > shown.length && h('p', { class: 'quiet' }, t('digests.no-requests', { list: named.filter(r => isNone(r.requests)).map(r => r.name).join('; ') })),
    behind(title, [title, t('digests.requests'), t('digests.week-before')],
      named.map(r => [r.name, r.requests, r.weekBefore])));
}

function nameOf(by, value, fact) {
  if (value === others) return t('digests.others');
  if (by === 'rule') return value === '' ? t('digests.no-rule') : value.split('+').map(ruleName).join(' + ');
  if (by === 'guideline') return value === '' ? t('digests.no-rule') : value.split('+').map(guidelineName).join(' + ');
  if (by === 'standing' && value === '') return t('digests.undecided');
  if (value === '') return t('digests.not-stated');
  if (by === 'outcome' || by === 'standing') return outcomeLabel(policy, value);
  if (by === 'fact') return textOf(shownFact(fact)?.values?.[value]) ?? valueLabel(policy, fact, value);
  if (by === 'source') return knows(`source.${value}`) ? t(`source.${value}`) : value;
  return value;
}

function ruleName(id) {
  const reason = textOf(rulesOf(policy).get(id)?.reason);
  // Its first sentence tells which case it is.
  return reason ? `${id}: ${reason.split('. ')[0].replace(/\.$/, '')}` : id;
}

function guidelineName(id) {
  const title = textOf(policy.guidelines.find(g => g.id === id)?.title);
  return title ? `${id}: ${title}` : id;
}

// How the policy's document shows a fact in digests.
const shownFact = fact => policy.presentation?.digestFacts?.find(f => f.fact === fact);

const titleOf = ({ by, fact }) => fact ? textOf(shownFact(fact)?.title) ?? factLabel(policy, fact) : t(`dimension.${by}`);

const exemptionName = code => code === 'reviewer' ? t('exemption.reviewer')
  : textOf(policy.presentation?.exemptions?.find(e => e.code === code)?.label) ?? code;
