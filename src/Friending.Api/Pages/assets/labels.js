// What people call outcomes, rules, facts and their values: as the policy's document does; as they are where it does not know them.

import { textOf } from './messages.js';

const factOf = (policy, fact) => policy.facts.find(f => f.name === fact);
const outcomeOf = (policy, value) => policy.outcomes.find(o => o.value === value);

export const factLabel = (policy, fact) => textOf(factOf(policy, fact)?.label) ?? fact;
export const valueLabel = (policy, fact, value) => textOf(factOf(policy, fact)?.values.find(v => v.value === value)?.label) ?? value;
export const outcomeLabel = (policy, value) => textOf(outcomeOf(policy, value)?.label) ?? value;

/** What an outcome is to software: `permit`, `review` or `deny`; undefined where the document does not know it. */
export const outcomeKind = (policy, value) => outcomeOf(policy, value)?.kind;

/** Colour and icon of an outcome. Of those that are a no, only the most restrictive is a plain no. */
export function lookOf(policy, value) {
  const kind = outcomeKind(policy, value);
  if (kind !== 'deny') return kind ?? 'other';
  return policy.outcomes.find(o => o.kind === 'deny').value === value ? 'decline' : 'discourage';
}

/** Every rule of the document by its id. */
export const rulesOf = policy => new Map(policy.guidelines.flatMap(g => g.rules).map(r => [r.id, r]));

/**
 * What a case is about, in a few texts: statements that are true, and values of facts with more than two; a fact that has its default
 * says nothing. Where all facts are yes or no, those.
 */
export function told(policy, facts) {
  const grouped = new Map((policy.groups ?? []).flatMap(g => g.facts).map(f => [f.fact, f]));
  const stated = policy.facts.filter(f => facts[f.name] !== undefined && facts[f.name] !== f.default);
  const texts = stated.flatMap(f => {
    const statement = grouped.get(f.name);
    if (statement) return facts[f.name] === statement.unticked ? [] : [textOf(statement.statement)];
    return f.values.length > 2 ? [valueLabel(policy, f.name, facts[f.name])] : [];
  });
  return texts.length > 0 ? texts : stated.map(f => `${factLabel(policy, f.name)}: ${valueLabel(policy, f.name, facts[f.name])}`);
}
