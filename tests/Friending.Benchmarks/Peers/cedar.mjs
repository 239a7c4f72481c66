import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { guidelines, stricter } from './rules.mjs';

// Cedar answers allow or deny, so a rule is a policy, and which policies allowed says which rules apply; since Cedar has no
// order, each excludes those before it. The policies are parsed once (preparsePolicySet), as the call that is meant for many
// requests wants it.
const condition = (when) => Object.entries(when)
  .map(([fact, values]) => values.length === 1 ? `context.${fact} == "${values[0]}"` : `[${values.map((v) => `"${v}"`).join(', ')}].contains(context.${fact})`)
  .join(' && ');

const outcomeOf = {};
const policies = {};
guidelines.forEach((guideline, g) => guideline.rules.forEach((rule, i) => {
  const id = `${g}.${i}`;
  outcomeOf[id] = rule.outcome;
  const before = guideline.rules.slice(0, i).map((r) => ` && !(${condition(r.when)})`).join('');
  policies[id] = `permit(principal, action, resource) when { ${condition(guideline.appliesWhen)} && ${condition(rule.when)}${before} };`;
}));
const parsed = cedar.preparsePolicySet('friending', { staticPolicies: policies });
if (parsed.type !== 'success')
  throw new Error(JSON.stringify(parsed));

export const name = '@cedar-policy/cedar-wasm';
export const prepare = (given) => ({
  principal: { type: 'Staff', id: 'a' },
  action: { type: 'Action', id: 'friend' },
  resource: { type: 'Person', id: 'b' },
  context: given,
  preparsedPolicySetId: 'friending',
  validateRequest: false,
  entities: [],
});
export const evaluate = (call) => {
  const answer = cedar.statefulIsAuthorized(call);
  if (answer.type !== 'success')
    throw new Error(JSON.stringify(answer.errors));
  let outcome = 'permit';
  for (const id of answer.response.diagnostics.reason)
    outcome = stricter(outcome, outcomeOf[id]);
  return outcome;
};
