// The interview: one question at a time, the best next, until the answer is settled. It knows nothing of how it looks.

import { get, post } from './api.js';
import { textOf } from './messages.js';
import { canState, requestOf, required } from './request.js';

export class Interview {
  /** What was answered, in order: { question, value, extra }. Extra is what only the request needs. */
  answers = [];

  /** What the policy says of it (an Evaluation of the API). */
  evaluation = null;

  /** The question to put now; null once the answer is settled and the request complete. */
  question = null;

  get outcome() { return this.evaluation.outcome; }

  value(fact) { return this.answers.find(a => a.question.fact === fact)?.value; }

  /** Starts over, or goes on from answers that were given before. */
  async start(answers = []) {
    await this.#become(answers);
  }

  /** Answers a question, or changes an answer. What a change made pointless is forgotten; what was said stays if this fails. */
  async answer(question, value) {
    const at = this.answers.findIndex(a => a.question.fact === question.fact);
    const given = { question, value, extra: at < 0 ? this.outcome !== null : this.answers[at].extra };
    if (at < 0) {
      await this.#become([...this.answers, given]);
      return;
    }
    let kept = [...this.answers.slice(0, at), given];
    let evaluation = await evaluate(kept);
    for (const later of this.answers.slice(at + 1)) {
      if (!later.extra && !evaluation.questions.some(q => q.fact === later.question.fact)) continue;
      kept = [...kept, later];
      evaluation = await evaluate(kept);
    }
    await this.#become(kept, evaluation);
  }

  /** The request as far as it is known. */
  request() { return requestOf(this.answers.map(a => [a.question.fact, a.value])); }

  async #become(answers, known) {
    const evaluation = known ?? await evaluate(answers);
    const question = evaluation.outcome === null
      ? evaluation.questions.find(q => canState(q.fact)) ?? null
      : await missing(answers);
    [this.answers, this.evaluation, this.question] = [answers, evaluation, question];
  }
}

async function evaluate(answers) {
  return (await post('/api/evaluate?ask=all', requestOf(answers.map(a => [a.question.fact, a.value])))).data;
}

async function missing(answers) {
  const fact = required.find(r => !answers.some(a => a.question.fact === r));
  if (!fact) return null;
  const definition = (await get('/api/policy')).data.facts.find(f => f.name === fact);
  return definition && {
    fact,
    text: textOf(definition.question) ?? fact,
    choices: definition.values.map(v => ({ value: v.value, text: textOf(v.label) ?? v.value })),
  };
}
