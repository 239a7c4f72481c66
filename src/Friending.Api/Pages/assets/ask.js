// The page at /: the element that asks. With ?decision= in the address it shows a decision.

import { showDecision } from './decision.js';
import { h } from './dom.js';
import './friending-ask.js';
import { keepDraft, takeDraft } from './session.js';
import { start } from './shell.js';

start(async main => {
  const decision = new URLSearchParams(location.search).get('decision');
  if (decision) {
    await showDecision(main, decision);
    return;
  }
  const ask = h('friending-ask', {});
  ask.draft = takeDraft();
  keepDraft(() => ask.draft);
  main.replaceChildren(ask);
});
