// The page at /: a few questions, an answer, and a record of it. With ?decision= in the address it shows a decision.

import { get, post, Problem } from './api.js';
import { showDecision } from './decision.js';
import { h, icon } from './dom.js';
import { Interview } from './interview.js';
import { t } from './messages.js';
import { adviceCards, choices, done, field, outcomeBanner, problemBox, reasons, replyCard } from './parts.js';
import { answered, asked, questionCard } from './questions.js';
import { keepDraft, takeDraft } from './session.js';
import { start } from './shell.js';

const networks = ['Facebook', 'Instagram', 'LinkedIn', 'X', 'TikTok', 'WhatsApp'];
const other = 'other';

const interview = new Interview();
// What the form holds beside the answers.
let form = emptyForm();
let recorded = null;
let changing = null;
let main;
let policy;

function emptyForm() {
  return { platform: null, otherPlatform: '', note: '', key: null, sent: null };
}

start(async place => {
  main = place;
  const decision = new URLSearchParams(location.search).get('decision');
  if (decision) {
    await showDecision(main, decision);
    return;
  }
  policy = (await get('/api/policy')).data;
  keepDraft(() => ({ answers: interview.answers, form }));
  const draft = takeDraft();
  if (draft) form = draft.form;
  await interview.start(draft?.answers);
  show();
});

/** Shows where things stand, and goes there. */
function show({ focus = '.focus' } = {}) {
  const settled = interview.outcome !== null;
  const questions = changing ?? interview.screen;
  main.replaceChildren(h('div', { class: settled ? 'ask settled' : 'ask' },
    h('div', { class: 'now' },
      !settled && heading(),
      settled && outcomeBanner(policy, interview.outcome, interview.evaluation.summary),
      questions && nextCard(questions, settled),
      !questions && !settled && h('p', { class: 'card' }, t('ask.cannot')),
      settled && answerCards(),
      settled && !questions && (recorded ? recordedCard() : recordForm())),
    interview.answers.length > 0 && answersCard()));
  main.querySelector(focus)?.focus();
}

function heading() {
  return h('div', { class: 'intro' },
    h('h1', {}, t('ask.title')),
    interview.answers.length === 0 && h('p', {}, t('ask.intro')));
}

function nextCard(questions, settled) {
  return questionCard({
    questions,
    changing: changing !== null,
    valueOf: fact => interview.value(fact),
    focus: !settled || changing !== null,
    above: settled && !changing && h('p', { class: 'quiet' }, t('ask.one-more')),
    below: changing && h('p', {}, h('button', { type: 'button', class: 'link', onclick: () => { changing = null; show(); } }, t('ask.keep'))),
    answer: async values => {
      await interview.answer(questions, values);
      changing = null;
      recorded = null;
      show();
    },
  });
}

function answersCard() {
  return h('section', { class: 'card so-far', 'aria-labelledby': 'so-far' },
    h('h2', { id: 'so-far' }, t('ask.so-far')),
    h('ol', { class: 'plain' }, interview.answers.map(a => h('li', {},
      h('p', { class: 'asked' }, asked(a.questions)),
      h('div', { class: 'answered' },
        h('div', {}, answered(a).map(text => h('strong', {}, text))),
        h('button', {
          type: 'button', class: 'link', 'aria-label': t('ask.change-named', { question: asked(a.questions) }),
          onclick: () => { changing = a.questions; show({ focus: '#question' }); },
        }, icon('edit'), t('ask.change')))))),
    h('p', {}, h('button', { type: 'button', class: 'link', onclick: startOver }, t('ask.start-over'))));
}

function answerCards() {
  const { evaluation } = interview;
  return [
    evaluation.reply && replyCard(evaluation.reply),
    adviceCards(policy, evaluation.advice, evaluation.outcome),
    reasons(policy, evaluation.findings),
  ];
}

function recordForm() {
  const note = field({
    label: t('record.note'), hint: t('record.note-hint'),
    control: h('textarea', { rows: 3, maxlength: 500, oninput: e => { form.note = e.target.value; } }),
  });
  note.control.value = form.note;
  const otherNetwork = field({
    label: t('record.other-network'),
    control: h('input', { maxlength: 50, autocomplete: 'off', oninput: e => { form.otherPlatform = e.target.value; } }),
    required: true,
  });
  otherNetwork.control.value = form.otherPlatform;
  const showOther = () => {
    otherNetwork.element.hidden = form.platform !== other;
    otherNetwork.control.disabled = form.platform !== other;
  };
  showOther();
  const said = h('div', {});
  const send = h('button', { class: 'primary' }, t('record.send'));
  return h('form', {
    class: 'card record', 'aria-labelledby': 'record', onsubmit: e => { e.preventDefault(); submit(); },
  },
  h('h2', { id: 'record' }, t('record.title')),
  h('p', {}, t(interview.outcome === 'review' ? 'record.why-review' : 'record.why')),
  choices({
    legend: t('record.network'), name: 'platform', chosen: form.platform,
    options: [...networks.map(n => ({ value: n, text: n })), { value: other, text: t('record.another') }],
    onchange: value => { form.platform = value; showOther(); },
  }),
  otherNetwork.element, note.element, said,
  h('p', { class: 'actions' }, send));

  async function submit() {
    const json = {
      ...interview.request(),
      platform: form.platform === other ? form.otherPlatform.trim() : form.platform,
      ...(form.note.trim() && { note: form.note.trim() }),
    };
    // The same request under the same key is kept once, however often it is sent.
    const body = JSON.stringify(json);
    if (form.sent !== body) [form.sent, form.key] = [body, crypto.randomUUID()];
    send.disabled = true;
    said.replaceChildren();
    note.clear();
    try {
      recorded = (await post('/api/requests', json, { headers: { 'Idempotency-Key': form.key } })).data;
      show({ focus: '.recorded' });
    } catch (problem) {
      send.disabled = false;
      if (problem instanceof Problem && problem.status === 422 && problem.errors['/note']) {
        note.show(t('note.refused'), ' ', h('span', { lang: 'en' }, problem.errors['/note'].join(' ')));
      } else if (problem instanceof Problem && problem.errors['/note']) {
        note.show(h('span', { lang: 'en' }, problem.errors['/note'].join(' ')));
      } else if (problem instanceof Problem && problem.type.endsWith('/incomplete')) {
        // The policy has changed since: there is more to ask.
        await interview.start(interview.answers);
        show();
      } else {
        said.replaceChildren(problemBox(problem, submit));
        said.querySelector('button, a').focus();
      }
    }
  }
}

function recordedCard() {
  const address = `/?decision=${recorded.id}`;
  return h('section', { class: 'card recorded', tabindex: '-1', 'aria-labelledby': 'recorded' },
    h('h2', { id: 'recorded' }, t('recorded.title')),
    done(t(recorded.status === 'pending-review' ? 'recorded.pending' : 'recorded.final')),
    h('p', {}, h('a', { href: address }, new URL(address, location.href).href)),
    h('p', { class: 'actions' }, h('button', { type: 'button', onclick: startOver }, t('recorded.another'))));
}

async function startOver() {
  form = emptyForm();
  recorded = changing = null;
  await interview.start();
  show();
}
