// The interview: one screen at a time, the best next, until the answer is settled. It knows nothing of how it looks.

import { post } from './api.js';
import { requestOf } from './request.js';

export class Interview {
  /** What was answered, screen by screen: { questions, values, extra }. Extra is what only the request needs. */
  answers = [];

  /** Facts about the person that are known already, by name: nobody is asked again. */
  known = {};

  /** What the policy says of it (an Evaluation of the API). */
  evaluation = null;

  /** The questions to put now, on one screen; null once the answer is settled and the request complete. */
  screen = null;

  get outcome() { return this.evaluation.outcome; }

  value(fact) { return Object.fromEntries(this.#facts(this.answers))[fact]; }

  /** Starts over, or goes on from answers that were given before. */
  async start(answers = []) {
    await this.#become(answers);
  }

  /** Answers a screen, or changes its answers. What a change made pointless is forgotten; what was said stays if this fails. */
  async answer(questions, values) {
    const at = this.answers.findIndex(a => a.questions[0].fact === questions[0].fact);
    const given = { questions, values, extra: at < 0 ? this.outcome !== null : this.answers[at].extra };
    if (at < 0) {
      await this.#become([...this.answers, given]);
      return;
    }
    let kept = [...this.answers.slice(0, at), given];
    let evaluation = await this.#evaluate(kept);
    for (const later of this.answers.slice(at + 1)) {
      const asked = later.questions.filter(q => later.extra || evaluation.questions.some(open => open.fact === q.fact));
      if (asked.length === 0) continue;
      kept = [...kept, { ...later, questions: asked, values: Object.fromEntries(asked.map(q => [q.fact, later.values[q.fact]])) }];
      evaluation = await this.#evaluate(kept);
    }
    await this.#become(kept, evaluation);
  }

  /** The request as far as it is known. */
  request() { return requestOf(this.#facts(this.answers)); }

  async #become(answers, evaluated) {
    const evaluation = evaluated ?? await this.#evaluate(answers);
    const screen = evaluation.outcome === null ? screenOf(evaluation.questions) : evaluation.required?.slice(0, 1) ?? null;
    [this.answers, this.evaluation, this.screen] = [answers, evaluation, screen];
  }

  async #evaluate(answers) { return (await post('/api/evaluate?ask=all', requestOf(this.#facts(answers)))).data; }

  #facts(answers) { return [...Object.entries(this.known), ...answers.flatMap(a => Object.entries(a.values))]; }
}

/** The best question, with those that the policy asks together with it. */
function screenOf([best, ...others]) {
  return [best, ...others.filter(q => q.group && q.group.name === best.group?.name)];
}
