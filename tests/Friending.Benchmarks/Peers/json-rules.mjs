import { Engine } from 'json-rules-engine';
import { guidelines, stricter } from './rules.mjs';

// An engine a guideline, the rules in descending priority, stopped by the first that applies: fewer conditions are tried than
// if each rule excluded those before it.
const engines = guidelines.map((guideline) => {
  const engine = new Engine([], { allowUndefinedFacts: false });
  guideline.rules.forEach((rule, i) => engine.addRule({
    priority: guideline.rules.length - i,
    conditions: { all: Object.entries({ ...guideline.appliesWhen, ...rule.when }).map(([fact, value]) => ({ fact, operator: 'in', value })) },
    event: { type: rule.outcome },
    onSuccess: (_, almanac) => engine.stop(),
  }));
  return engine;
});

export const name = 'json-rules-engine';
export const prepare = (given) => given;
export const evaluate = async (given) => {
  let outcome = 'permit';
  for (const engine of engines) {
    const { events } = await engine.run(given);
    outcome = stricter(outcome, events[0]?.type);
  }
  return outcome;
};
