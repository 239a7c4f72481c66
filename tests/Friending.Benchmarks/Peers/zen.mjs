import zen from '@gorules/zen-engine';
import { guidelines, stricter } from './rules.mjs';

// Two decision tables side by side in one graph, hit policy first; the decision is created once and evaluated many times, as
// the README shows. Strings are quoted as in ZEN's own unary tests.
const facts = ['patient', 'careRole', 'direction', 'account', 'predatesCare', 'breaksBread', 'unusual', 'colleague', 'harmsWork'];
const quoted = (values) => values?.map((v) => `'${v}'`).join(', ') ?? '';

const tables = guidelines.map((guideline, g) => {
  const reads = facts.filter((f) => f in guideline.appliesWhen || guideline.rules.some((r) => f in r.when));
  return {
    id: `table${g}`,
    name: `table${g}`,
    type: 'decisionTableNode',
    content: {
      hitPolicy: 'first',
      inputs: reads.map((f) => ({ id: f, name: f, field: f, type: 'expression' })),
      outputs: [{ id: 'o', name: 'o', field: `outcome${g}`, type: 'expression' }],
      rules: guideline.rules.map((rule, i) => ({
        _id: `${g}.${i}`,
        ...Object.fromEntries(reads.map((f) => [f, quoted(rule.when[f] ?? guideline.appliesWhen[f])])),
        o: `'${rule.outcome}'`,
      })),
    },
  };
});
const graph = {
  nodes: [{ id: 'in', name: 'in', type: 'inputNode' }, ...tables, { id: 'out', name: 'out', type: 'outputNode' }],
  edges: tables.flatMap((t) => [
    { id: `in-${t.id}`, type: 'edge', sourceId: 'in', targetId: t.id },
    { id: `${t.id}-out`, type: 'edge', sourceId: t.id, targetId: 'out' },
  ]),
};

const decision = new zen.ZenEngine().createDecision(new zen.ZenDecisionContent(graph));

export const name = '@gorules/zen-engine';
export const prepare = (given) => given;
export const evaluate = async (given) => {
  const { result } = await decision.evaluate(given);
  return stricter(stricter(result?.outcome0, result?.outcome1), 'permit');
};
