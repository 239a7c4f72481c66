// The page at /digests: a week in numbers, for the organisation or a department.

import { get, post, Problem } from './api.js';
import { bars, behind, trend } from './charts.js';
import { h, icon } from './dom.js';
import { figureText } from './figures.js';
import { date, knows, language, number, t, time } from './messages.js';
import { outcomeWord, problemBox, table, valueLabel } from './parts.js';
import { has } from './session.js';
import { start } from './shell.js';
import { daysOf, lastWeeks } from './weeks.js';

const organisation = 'organisation';
const others = '*';
const weeks = lastWeeks(53);

let policy;

start(async main => {
  const address = new URLSearchParams(location.search);
  // By default the last week that is over.
  let week = address.get('week') ?? weeks[1];
  let audience = address.get('audience') ?? organisation;
  const departments = new Set([organisation, audience]);
  const shown = h('div', { class: 'digest' });
  const said = h('div', {});
  const audiences = h('select', { id: 'audience', onchange: e => { audience = e.target.value; show(); } });
  policy = (await get('/api/policy')).data;
  if (!weeks.includes(week)) weeks.push(week);
  main.replaceChildren(
    h('div', { class: 'intro' }, h('h1', {}, t('digests.title')), h('p', {}, t('digests.intro'))),
    h('form', { class: 'card pickers', onsubmit: e => e.preventDefault() },
      h('label', { for: 'week' }, t('digests.week'),
        h('select', { id: 'week', onchange: e => { week = e.target.value; show(); } }, weeks.map(w => h('option', { value: w, selected: w === week }, `${w} · ${daysText(w)}`)))),
      h('label', { for: 'audience' }, t('digests.audience'), audiences),
      h('div', { class: 'actions' },
        h('button', { type: 'button', onclick: download }, icon('download'), t('digests.csv')),
        has('Admin') && h('button', { type: 'button', onclick: () => confirmation.showModal() }, icon('reply'), t('digests.send-again')))),
    said, shown);
  const confirmation = h('dialog', { 'aria-labelledby': 'send-title' },
    h('h2', { id: 'send-title' }, t('digests.send-title')),
    h('p', {}, t('digests.send-text')),
    h('p', { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onclick: () => { confirmation.close(); send(); } }, t('digests.send-do')),
      h('button', { type: 'button', onclick: () => confirmation.close() }, t('digests.send-leave'))));
  main.append(confirmation);
  offer();
  await show();

  function path() {
    return `/api/digests/${week}?audience=${encodeURIComponent(audience)}`;
  }

  function offer() {
    audiences.replaceChildren(...[...departments].map(a => h('option', { value: a, selected: a === audience }, a === organisation ? t('digests.organisation') : a)));
  }

  async function show() {
    history.replaceState(null, '', `?${new URLSearchParams({ week, audience })}`);
    said.replaceChildren();
    shown.setAttribute('aria-busy', 'true');
    try {
      const { data } = await get(path());
      for (const row of data.breakdowns.find(b => b.by === 'department')?.rows ?? []) if (row.value && row.value !== others) departments.add(row.value);
      offer();
      shown.replaceChildren(...digest(data));
    } catch (problem) {
      shown.replaceChildren(problem instanceof Problem && problem.status === 404 ? h('p', { class: 'card', role: 'status' }, t('digests.none')) : problemBox(problem, show));
    } finally {
      shown.removeAttribute('aria-busy');
    }
  }

  async function download() {
    try {
      const { data } = await get(path(), { accept: 'text/csv' });
      const address = URL.createObjectURL(new Blob([data], { type: 'text/csv;charset=utf-8' }));
      h('a', { href: address, download: `digest-${week}-${audience}.csv` }).click();
      URL.revokeObjectURL(address);
    } catch (problem) {
      said.replaceChildren(problemBox(problem, download));
    }
  }

  async function send() {
    try {
      const { data } = await post(`/api/digests/${week}/send?again=true&audience=${encodeURIComponent(audience)}`);
      said.replaceChildren(...deliveries(data.items));
    } catch (problem) {
      said.replaceChildren(problem instanceof Problem && problem.status === 409 ? h('p', { class: 'card', role: 'status' }, t('digests.not-over')) : problemBox(problem, send));
    }
  }
});

function daysText(week) {
  const [monday, sunday] = daysOf(week);
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).formatRange(monday, sunday);
}

function deliveries(rows) {
  if (rows.length === 0) return [h('p', { class: 'card', role: 'status' }, t('digests.no-channel'))];
  return [h('section', { class: 'card', role: 'status' },
    table(t('digests.deliveries'), [t('digests.audience'), t('digests.channel'), t('digests.state'), t('digests.reached')],
      rows.map(r => h('tr', {},
        h('th', { scope: 'row' }, r.audience === organisation ? t('digests.organisation') : r.audience),
        h('td', {}, knows(`channel.${r.channel}`) ? t(`channel.${r.channel}`) : r.channel),
        h('td', {}, t(`sending.${r.status}`), r.error && h('div', { class: 'quiet', lang: 'en' }, r.error), r.refused.map(x => h('div', { class: 'quiet', lang: 'en' }, `${x.recipient}: ${x.why}`))),
        h('td', { class: 'number' }, number(r.reached)))), 1))];
}

function digest(data) {
  const early = new Date(data.takenAt) < new Date(data.to);
  const { reviews } = data;
  return [
    h('p', { class: 'quiet' }, t('digests.taken', { when: time(data.takenAt), zone: data.timeZone }), early && h('strong', {}, ' ', t('digests.early'))),
    h('div', { class: 'numbers' },
      tile(t('digests.requests'), figureText(data.requests), t('digests.before', { number: figureText(data.requestsWeekBefore) })),
      tile(t('digests.opened'), figureText(reviews.opened), t('digests.resolved', { number: figureText(reviews.resolved) })),
      tile(t('digests.pending'), figureText(reviews.pending), reviews.oldestPendingSince && t('digests.oldest', { date: date(reviews.oldestPendingSince) })),
      reviews.medianHoursToResolve !== null && tile(t('digests.median'), t('digests.hours', { hours: number(Math.round(reviews.medianHoursToResolve * 10) / 10) })),
      data.poisoned !== undefined && tile(t('digests.poisoned'), number(data.poisoned))),
    h('section', { class: 'card' },
      h('h2', {}, t('digests.trend')),
      trend(data.trend),
      behind(t('digests.trend'), [t('digests.week'), t('digests.requests')], data.trend.map(w => [w.week, w.requests]))),
    h('div', { class: 'columns wide' },
      data.breakdowns.filter(b => b.rows.length > 0).map(breakdown),
      h('section', { class: 'card' },
        h('h2', {}, t('digests.exemptions')),
        h('dl', { class: 'facts' }, data.exemptions.map(e => h('div', {}, h('dt', {}, t(`exemption.${e.exemption}`)), h('dd', {}, figureText(e.permitted)))))),
      data.policies.length > 0 && h('section', { class: 'card' },
        h('h2', {}, t('digests.policies')),
        h('dl', { class: 'facts' }, data.policies.map(p => h('div', {}, h('dt', {}, p.version, ' ', h('code', {}, p.sha256.slice(0, 12))), h('dd', {}, figureText(p.requests))))))),
    h('p', { class: 'quiet' }, t('digests.privacy', { threshold: number(data.threshold) })),
  ].flat().filter(Boolean);
}

const tile = (name, value, more) => h('div', { class: 'card tile' }, h('p', { class: 'quiet' }, name), h('p', { class: 'big' }, value), more && h('p', { class: 'quiet' }, more));

function breakdown({ by, rows }) {
  const named = rows.map(r => ({ ...r, name: nameOf(by, r.value), look: by === 'outcome' ? r.value : null }));
  const title = t(`dimension.${by}`);
  return h('section', { class: 'card' },
    h('h2', {}, title),
    bars(title, named),
    behind(title, [title, t('digests.requests'), t('digests.week-before')],
      named.map(r => [r.name, r.requests, r.weekBefore])));
}

function nameOf(by, value) {
  if (value === '') return t('digests.not-stated');
  if (value === others) return t('digests.others');
  if (by === 'outcome') return outcomeWord(value);
  if (by === 'otherParty') return valueLabel(policy, 'patient', value);
  if (by === 'direction') return valueLabel(policy, 'direction', value);
  if (by === 'source') return knows(`source.${value}`) ? t(`source.${value}`) : value;
  return value;
}
