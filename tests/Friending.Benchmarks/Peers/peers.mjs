// Checks that other engines give our outcomes on every combination of facts, then measures one whenever a line with its name
// comes in: nanoseconds an evaluation, going through all combinations again and again for the milliseconds that follow the name.
// node peers.mjs COMBINATIONS, a file with [{"facts":{…},"outcome":"…"}, …].
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as cedar from './cedar.mjs';
import * as jsonRules from './json-rules.mjs';
import * as zen from './zen.mjs';

const combinations = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const peers = new Map([zen, cedar, jsonRules].map((p) => [p.name, p]));

for (const peer of peers.values())
  for (const { facts, outcome } of combinations) {
    const theirs = await peer.evaluate(peer.prepare(facts));
    if (theirs !== outcome)
      throw new Error(`${peer.name} says ${theirs} where we say ${outcome}: ${JSON.stringify(facts)}`);
  }
console.log(JSON.stringify({ checked: combinations.length, peers: [...peers.keys()] }));

for await (const line of createInterface({ input: process.stdin })) {
  const [name, milliseconds] = line.split(' ');
  const { prepare, evaluate } = peers.get(name);
  const calls = combinations.map((c) => prepare(c.facts));
  const start = process.hrtime.bigint();
  const end = start + BigInt(milliseconds) * 1000000n;
  let done = 0;
  do {
    for (let i = 0; i < 64; i++) {
      const answer = evaluate(calls[done++ % calls.length]);
      // Only what answers later is waited for.
      if (answer instanceof Promise)
        await answer;
    }
  } while (process.hrtime.bigint() < end);
  console.log(Number(process.hrtime.bigint() - start) / done);
}
