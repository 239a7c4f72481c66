// Another policy document, before it is put in force: what is wrong with it, what it would change, and how past decisions
// would have come out.

import { call, Problem } from './api.js';
import { h, icon } from './dom.js';
import { factLabel, valueLabel } from './labels.js';
import { number, t } from './messages.js';
import { badge, choices, problemBox, table } from './parts.js';

const kinds = ['malformed', 'references', 'sizes', 'gaps', 'conflicts', 'unreachable', 'presentation', 'failingScenarios'];

/** Where a document is dropped or chosen, and what comes of it. */
export function candidateSection(policy) {
  let documents = {};
  const result = h('div', { class: 'result' });
  const chosen = h('p', { class: 'quiet', role: 'status' });
  const input = h('input', { type: 'file', id: 'candidate', accept: '.json,application/json', multiple: true, onchange: () => take(input.files) });
  const zone = h('div', {
    class: 'drop',
    ondragover: e => { e.preventDefault(); zone.classList.add('over'); },
    ondragleave: () => zone.classList.remove('over'),
    ondrop: e => { e.preventDefault(); zone.classList.remove('over'); take(e.dataTransfer.files); },
  }, h('label', { for: 'candidate' }, t('candidate.drop')), input, h('p', { class: 'hint' }, t('candidate.hint')), chosen);
  return h('section', { class: 'card', id: 'candidate-section', 'aria-labelledby': 'candidate-title' },
    h('h2', { id: 'candidate-title' }, icon('edit'), t('candidate.title')), zone, result);

  async function take(files) {
    for (const file of files) {
      const text = await file.text();
      documents[isScenarios(text) ? 'scenarios' : 'policy'] = { name: file.name, text };
    }
    chosen.textContent = Object.values(documents).map(d => d.name).join(', ');
    if (documents.policy) await check();
    else result.replaceChildren(h('p', {}, t('candidate.only-scenarios')));
  }

  // As it was typed, byte for byte: its hash is of these bytes.
  function body() {
    const { policy: document, scenarios } = documents;
    return scenarios ? `{"policy":${document.text},"scenarios":${scenarios.text}}` : document.text;
  }

  async function check() {
    result.replaceChildren(h('p', {}, t('candidate.checking')));
    try {
      const { data: report } = await call('POST', '/api/policy/check', { body: body() });
      result.replaceChildren(reportOf(report), ...(report.valid ? await comparison(policy, body()) : []));
    } catch (problem) {
      result.replaceChildren(problemBox(problem, check));
    }
  }
}

function isScenarios(text) {
  try {
    const document = JSON.parse(text);
    return document.facts === undefined && document.scenarios !== undefined;
  } catch {
    return false;
  }
}

function reportOf(report) {
  return h('div', { class: 'report' },
    h('p', { class: report.valid ? 'done' : 'problem', role: 'status' }, icon(report.valid ? 'permit' : 'problem'),
      h('span', {}, t(report.valid ? 'candidate.valid' : 'candidate.invalid'))),
    report.policy && h('dl', { class: 'facts' },
      row(t('candidate.version'), `${report.policy.id} ${report.policy.version}`),
      row('SHA-256', h('code', {}, report.policy.sha256)),
      row(t('candidate.cells'), number(report.cells)),
      row(t('candidate.scenarios'), number(report.scenarios))),
    kinds.filter(kind => report[kind].length > 0).map(kind => [
      h('h3', {}, t(`candidate.${kind}`)),
      h('ul', { class: 'advice', lang: 'en' }, report[kind].map(p => h('li', {}, p.message))),
    ]));
}

async function comparison(policy, body) {
  const replay = replayForm(policy, body);
  try {
    const { data: diff } = await call('POST', '/api/policy/diff', { body });
    return [diffOf(policy, diff), replay];
  } catch (problem) {
    return [problemBox(problem), replay];
  }
}

function diffOf(policy, diff) {
  const side = s => [badge(policy, s.outcome), ' ', h('span', { class: 'quiet' }, s.rules.join(', '))];
  return h('div', { class: 'diff' },
    h('h3', {}, t('diff.title')),
    h('p', {}, t(diff.changed === 0 ? 'diff.none' : 'diff.some', { changed: number(diff.changed), compared: number(diff.compared) })),
    (diff.facts.length > 0 || diff.outcomes.length > 0) && h('ul', { class: 'advice' },
      diff.facts.map(f => h('li', {}, t(`diff.fact-${f.change}`, { name: f.fact }))),
      diff.outcomes.map(o => h('li', {}, t(`diff.outcome-${o.change}`, { name: o.outcome })))),
    diff.rows.length > 0 && table(t('diff.table', { shown: number(diff.rows.length), all: number(diff.rowCount) }),
      [t('diff.when'), t('diff.now'), t('diff.then'), t('diff.combinations')],
      diff.rows.map(r => h('tr', {},
        h('td', {}, Object.entries(r.when).map(([fact, values]) => h('div', {}, h('span', { class: 'quiet' }, `${factLabel(policy, fact)}: `), values.map(v => valueLabel(policy, fact, v)).join(' / '))),
          r.replyChanged && h('div', { class: 'quiet' }, t('diff.reply'))),
        h('td', {}, side(r.from)), h('td', {}, side(r.to)),
        h('td', { class: 'number' }, number(r.combinations)))), 1));
}

function replayForm(policy, body) {
  const result = h('div', {});
  let days = '30';
  const run = h('button', { class: 'primary' }, t('replay.run'));
  return h('form', { class: 'replay', onsubmit: e => { e.preventDefault(); replay(); } },
    h('h3', {}, t('replay.title')),
    h('p', {}, t('replay.text')),
    choices({
      legend: t('replay.range'), name: 'days', chosen: days, onchange: value => { days = value; },
      options: ['7', '30', '90', '365'].map(value => ({ value, text: t('replay.days', { days: value }) })),
    }),
    h('p', { class: 'actions' }, run), result);

  async function replay() {
    run.disabled = true;
    const bar = h('progress', { max: 1, value: 0, 'aria-label': t('replay.title') });
    const said = h('p', { role: 'status' }, t('replay.running', { decisions: number(0) }));
    result.replaceChildren(bar, said);
    const from = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    try {
      const { response } = await call('POST', `/api/policy/replay?from=${from}`, { body, accept: 'application/x-ndjson', stream: true });
      let last = null;
      for await (const line of lines(response.body)) {
        if (line.progress) {
          bar.max = line.progress.of || 1;
          bar.value = line.progress.days;
          said.textContent = t('replay.running', { decisions: number(line.progress.decisions) });
        }
        last = line;
      }
      // Without a result the replay broke off on the way.
      if (!last?.result) throw new Problem(0);
      result.replaceChildren(...replayed(policy, last.result));
    } catch (problem) {
      result.replaceChildren(problemBox(problem instanceof TypeError ? new Problem(0) : problem, replay));
    } finally {
      run.disabled = false;
    }
  }
}

async function* lines(stream) {
  let rest = '';
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split('\n');
    rest = parts.pop();
    yield* parts.filter(p => p).map(p => JSON.parse(p));
  }
}

function replayed(policy, { totals, changes }) {
  return [
    h('p', { class: 'done', role: 'status' }, icon('permit'), h('span', {}, t('replay.done', { decisions: number(totals.decisions), changed: number(totals.changed) }))),
    totals.transitions.length > 0 && table(t('replay.transitions'), [t('diff.now'), t('diff.then'), t('replay.count')],
      totals.transitions.map(x => h('tr', {}, h('td', {}, badge(policy, x.from)), h('td', {}, badge(policy, x.to)), h('td', { class: 'number' }, number(x.count)))), 1),
    totals.reviewLoad.length > 0 && table(t('replay.reviews'), [t('replay.week'), t('diff.now'), t('diff.then')],
      totals.reviewLoad.map(w => h('tr', {}, h('th', { scope: 'row' }, w.week), h('td', { class: 'number' }, number(w.before)), h('td', { class: 'number' }, number(w.after)))), 2),
    totals.notReplayed.count > 0 && [
      h('h4', {}, t('replay.left-out', { count: number(totals.notReplayed.count) })),
      h('ul', { class: 'advice', lang: 'en' }, totals.notReplayed.reasons.map(r => h('li', {}, `${r.reason} (${number(r.count)})`))),
    ],
    changes.items.length > 0 && table(t('replay.changed'), [t('decision.id'), t('diff.now'), t('diff.then')],
      changes.items.map(c => h('tr', {}, h('td', {}, h('a', { href: `/?decision=${c.id}` }, h('code', {}, c.id))), h('td', {}, badge(policy, c.from)), h('td', {}, badge(policy, c.to))))),
  ].flat(Infinity).filter(Boolean);
}

const row = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));
