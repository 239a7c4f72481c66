// The form that asks: questions, the answer, and what is sent. It shows itself inside <friending-ask> and knows nothing of the page.

import { post, Problem } from './api.js';
import { h, icon } from './dom.js';
import { Interview } from './interview.js';
import { outcomeKind } from './labels.js';
import { t, textOf } from './messages.js';
import { adviceCards, choices, done, field, outcomeBanner, problemBox, reasons, replyCard } from './parts.js';
import { policyInForce } from './policy-document.js';
import { answered, asked, questionCard } from './questions.js';
import { rememberedOf } from './remembered.js';
import { currentToken, serviceAddress } from './session.js';

const other = 'other';
const emptyForm = () => ({ platform: null, otherPlatform: '', note: '', key: null, sent: null });

export class AskForm {
  #place;
  #tell;
  #policy;
  #remembered;
  #interview = new Interview();
  // What is sent beside the answers.
  #form = emptyForm();
  #recorded = null;
  #changing = null;
  #busy = false;
  #keep;
  // The evaluation that the page was told of.
  #told = null;

  /** Shows itself in `place`. `tell(event, detail)` says what happened; `keep(draft, isNew)` puts the state away. */
  constructor(place, { tell, keep }) {
    this.#place = place;
    this.#tell = tell;
    this.#keep = keep;
  }

  /** What was answered and entered, to come back to. */
  get draft() { return { answers: this.#interview.answers, form: this.#form, of: this.#remembered?.name ?? null }; }

  /** Begins, or goes on from a draft. */
  async start(draft) {
    this.#place.replaceChildren(h('p', { class: 'card', role: 'status' }, t('shell.loading')));
    await this.#once(async () => {
      this.#policy = (await policyInForce()).data;
      this.#remembered = rememberedOf(await currentToken());
      // The page around has the reader's attention until they come here.
      await this.#goTo(draft, { focus: null });
    });
  }

  /** Goes back or forward to another state. */
  async goTo(draft) {
    await this.#once(() => this.#goTo(draft));
  }

  async #goTo(draft, shown) {
    // Somebody else has signed in at the same computer since.
    if (draft?.of && draft.of !== this.#remembered.name) draft = null;
    this.#form = { ...emptyForm(), ...draft?.form };
    this.#recorded = this.#changing = null;
    const { facts = {} } = this.#remembered.read();
    const names = this.#policy.facts.filter(f => f.remembered).map(f => f.name);
    const given = new Set((draft?.answers ?? []).flatMap(a => Object.keys(a.values)));
    this.#interview.known = Object.fromEntries(names.filter(n => facts[n] && !given.has(n) && this.#has(n, facts[n])).map(n => [n, facts[n]]));
    await this.#interview.start(draft?.answers ?? []);
    this.#show(shown);
  }

  #has(fact, value) { return this.#policy.facts.find(f => f.name === fact).values.some(v => v.value === value); }

  // A second tap while something is on its way is ignored.
  async #alone(act) {
    if (this.#busy) return;
    this.#busy = true;
    this.#place.setAttribute('aria-busy', 'true');
    try {
      await act();
    } finally {
      this.#busy = false;
      this.#place.removeAttribute('aria-busy');
    }
  }

  async #once(act) {
    try {
      await this.#alone(act);
    } catch (problem) {
      await this.#refuse(problem, () => this.#once(act));
    }
  }

  async #refuse(problem, retry) {
    if (!(problem instanceof Problem)) throw problem;
    this.#place.replaceChildren(await this.#isOriginRefused(problem)
      ? h('div', { class: 'problem', role: 'alert' }, icon('problem'), h('div', {},
        h('p', { class: 'lead' }, t('embed.origin', { origin: location.origin })),
        h('p', { lang: 'en' }, h('code', {}, `Cors:Origins: ${location.origin}`))))
      : problemBox(problem, retry));
  }

  // A browser does not tell a page why a call to another origin failed; that the service answers at all tells the rest.
  async #isOriginRefused(problem) {
    if (problem.status !== 0 || serviceAddress === location.origin) return false;
    try {
      await fetch(new URL('/embed/friending-ask.js', serviceAddress));
      return true;
    } catch {
      return false;
    }
  }

  #show({ focus = '.focus' } = {}) {
    const interview = this.#interview;
    const settled = interview.outcome !== null;
    const questions = this.#changing ?? interview.screen;
    const sends = settled && !questions;
    const isReview = settled && outcomeKind(this.#policy, interview.outcome) === 'review';
    this.#place.replaceChildren(h('div', { class: settled ? 'ask settled' : 'ask' },
      h('div', { class: 'now' },
        !settled && this.#heading(),
        settled && outcomeBanner(this.#policy, interview.outcome, interview.evaluation.summary),
        questions && this.#nextCard(questions, settled),
        // What waits for a person is sent first; what is settled is read first.
        sends && isReview && this.#sending(),
        settled && this.#answerCards(),
        sends && !isReview && this.#sending()),
      (interview.answers.length > 0 || Object.keys(interview.known).length > 0) && this.#answersCard()));
    if (focus) this.#place.querySelector(focus)?.focus();
    if (settled && this.#told !== interview.evaluation) this.#tell('friending-answered', interview.evaluation);
    this.#told = settled ? interview.evaluation : null;
  }

  #heading() {
    return h('div', { class: 'intro' },
      h('h1', {}, textOf(this.#policy.presentation.question)),
      this.#interview.answers.length === 0 && h('p', {}, t('ask.intro')));
  }

  #nextCard(questions, settled) {
    const interview = this.#interview;
    const changing = this.#changing !== null;
    return questionCard({
      questions,
      changing,
      valueOf: fact => interview.value(fact),
      focus: !settled || changing,
      above: changing ? null : settled ? h('p', { class: 'quiet' }, t('ask.one-more')) : this.#progress(),
      below: changing && h('p', {}, h('button', { type: 'button', class: 'link', onclick: () => { this.#changing = null; this.#show(); } }, t('ask.keep'))),
      answer: values => this.#alone(async () => {
        await interview.answer(questions, values);
        this.#remember(values);
        this.#changing = this.#recorded = null;
        this.#keep(this.draft, true);
        this.#show();
      }),
    });
  }

  // How far it is: the screens so far, and the open questions, of which those of a group are one screen.
  #progress() {
    const { answers, evaluation } = this.#interview;
    const left = new Set(evaluation.questions.map(q => q.group?.name ?? `fact ${q.fact}`)).size;
    const text = t('ask.progress', { number: answers.length + 1 });
    return h('p', { class: 'progress quiet' },
      h('progress', { max: answers.length + left, value: answers.length, 'aria-label': text }), ' ', text);
  }

  #remember(values) {
    const own = this.#policy.facts.filter(f => f.remembered && values[f.name]).map(f => [f.name, values[f.name]]);
    if (own.length === 0) return;
    this.#remembered.write({ facts: { ...this.#remembered.read().facts, ...Object.fromEntries(own) } });
    // From now on it is an answer of this interview, to be changed like any other.
    for (const [fact] of own) delete this.#interview.known[fact];
  }

  #answersCard() {
    const row = (questions, texts, change) => h('li', {},
      h('p', { class: 'asked' }, asked(questions)),
      h('div', { class: 'answered' },
        h('div', {}, texts.map(text => h('strong', {}, text))),
        h('button', { type: 'button', class: 'link', 'aria-label': t('ask.change-named', { question: asked(questions) }), onclick: change }, icon('edit'), t('ask.change'))));
    const change = questions => () => { this.#changing = questions; this.#show({ focus: '#question' }); };
    const known = Object.entries(this.#interview.known).map(([fact, value]) => {
      const questions = [questionOf(this.#policy.facts.find(f => f.name === fact))];
      return row(questions, [...answered({ questions, values: { [fact]: value } }), t('ask.remembered')], change(questions));
    });
    return h('section', { class: 'card so-far', 'aria-labelledby': 'so-far' },
      h('h2', { id: 'so-far' }, t('ask.so-far')),
      h('ol', { class: 'plain' }, known, this.#interview.answers.map(a => row(a.questions, answered(a), change(a.questions)))),
      h('p', {}, h('button', { type: 'button', class: 'link', onclick: () => this.#startOver() }, t('ask.start-over'))));
  }

  #answerCards() {
    const { evaluation } = this.#interview;
    return [
      evaluation.reply && replyCard(evaluation.reply),
      adviceCards(this.#policy, evaluation.advice, evaluation.outcome),
      reasons(this.#policy, evaluation.findings),
    ];
  }

  #sending() { return this.#recorded ? this.#recordedCard() : this.#recordForm(); }

  #recordForm() {
    const form = this.#form;
    const isReview = outcomeKind(this.#policy, this.#interview.outcome) === 'review';
    const networks = this.#policy.presentation.networks ?? [];
    const kept = () => this.#keep(this.draft, false);
    const text = (name, options, control) => {
      const made = field({ ...options, control });
      made.control.value = form[name] ?? '';
      made.control.addEventListener('input', () => { form[name] = made.control.value; kept(); });
      return made;
    };
    const person = this.#remembered.read();
    form.role ??= person.role ?? '';
    form.department ??= person.department ?? '';
    const note = text('note', { label: t(isReview ? 'record.note-review' : 'record.note'), hint: t('record.note-hint') }, h('textarea', { rows: 3, maxlength: 500 }));
    const role = text('role', { label: t('record.role') }, h('input', { maxlength: 100, autocomplete: 'organization-title' }));
    const department = text('department', { label: t('record.department') }, h('input', { maxlength: 100, autocomplete: 'off' }));
    const otherNetwork = text('otherPlatform', { label: t('record.other-network') }, h('input', { maxlength: 50, autocomplete: 'off' }));
    const network = networks.length > 0 && choices({
      legend: t('record.network'), name: 'platform', chosen: form.platform,
      options: [...networks.map(n => ({ value: n, text: n })), { value: other, text: t('record.another') }],
      onchange: value => { form.platform = value; showOther(); kept(); },
    });
    const showOther = () => { otherNetwork.element.hidden = form.platform !== other; };
    showOther();
    const said = h('div', {});
    const send = h('button', { class: 'primary' }, isReview ? textOf(this.#policy.presentation.sendToReviewers) : t('record.send'));
    const about = h('div', { class: 'columns' }, role.element, department.element);
    // Who has told once is not asked again, and can still say something else.
    const whom = person.role || person.department
      ? h('details', { class: 'help' }, h('summary', {}, t('record.as', { who: [person.role, person.department].filter(Boolean).join(', ') })), about)
      : about;
    const sending = async () => {
      const job = { role: form.role.trim() || undefined, department: form.department.trim() || undefined };
      const json = {
        ...this.#interview.request(),
        ...((job.role || job.department) && { staff: job }),
        ...(network && { platform: form.platform === other ? form.otherPlatform.trim() : form.platform }),
        ...(form.note.trim() && { note: form.note.trim() }),
      };
      // The same request under the same key is kept once, however often it is sent.
      const body = JSON.stringify(json);
      if (form.sent !== body) [form.sent, form.key] = [body, crypto.randomUUID()];
      kept();
      send.disabled = true;
      said.replaceChildren();
      note.clear();
      try {
        this.#recorded = (await post('/api/requests', json, { headers: { 'Idempotency-Key': form.key } })).data;
        this.#remembered.write({ role: job.role, department: job.department });
        this.#form = emptyForm();
        this.#keep(null, false);
        this.#show({ focus: '.recorded' });
        this.#tell('friending-submitted', { id: this.#recorded.id, status: this.#recorded.status, outcome: this.#recorded.outcome, address: this.#address() });
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        send.disabled = false;
        const at = { '/note': note, '/staff/role': role, '/staff/department': department, '/platform': otherNetwork };
        const [pointer] = Object.keys(problem.errors).filter(p => at[p] && !at[p].element.hidden);
        if (pointer) {
          const words = h('span', { lang: 'en' }, problem.errors[pointer].join(' '));
          if (whom.tagName === 'DETAILS') whom.open = true;
          at[pointer].show(...(problem.status === 422 ? [t('note.refused'), ' '] : []), words);
        } else if (problem.type.endsWith('/incomplete')) {
          // The policy has changed since: there is more to ask.
          await this.#interview.start(this.#interview.answers);
          this.#show();
        } else {
          said.replaceChildren(problemBox(problem, submit));
          said.querySelector('button, a')?.focus();
        }
      }
    };

    return h('form', { class: 'card record', novalidate: true, 'aria-labelledby': 'record', onsubmit: e => { e.preventDefault(); submit(); } },
      h('h2', { id: 'record' }, t(isReview ? 'record.title-review' : 'record.title')),
      h('p', {}, t(isReview ? 'record.why-review' : 'record.why')),
      network, network && otherNetwork.element, note.element, whom, said,
      h('p', { class: 'actions' }, send));

    function wrong() {
      if (network && !form.platform) network.showError(t('record.network-missing'));
      else if (network && form.platform === other && !form.otherPlatform.trim()) otherNetwork.show(t('record.network-missing'));
      else return false;
      return true;
    }

    function submit() {
      if (!wrong()) sending();
    }
  }

  #address() { return `${serviceAddress}/?decision=${this.#recorded.id}`; }

  #recordedCard() {
    return h('section', { class: 'card recorded', tabindex: '-1', 'aria-labelledby': 'recorded' },
      h('h2', { id: 'recorded' }, t('recorded.title')),
      done(t(this.#recorded.status === 'pending-review' ? 'recorded.pending' : 'recorded.final')),
      h('p', {}, h('a', { href: this.#address() }, this.#address())),
      h('p', { class: 'actions' }, h('button', { type: 'button', onclick: () => this.#startOver() }, t('recorded.another'))));
  }

  async #startOver() {
    await this.#once(async () => {
      await this.#goTo(null);
      this.#keep(this.draft, true);
    });
  }
}

/** A fact of the policy's document as a question. */
const questionOf = fact => ({
  fact: fact.name,
  text: textOf(fact.question),
  help: textOf(fact.help),
  choices: fact.values.map(v => ({ value: v.value, text: textOf(v.label) })),
});
