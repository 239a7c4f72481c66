// The page at /mine: what the reader has asked, newest first, where each stands and what can be done next.

import { get, partOfList } from './api.js';
import { conversation, reviewCard, waitsForAsker } from './case.js';
import { h, icon } from './dom.js';
import { lookOf, outcomeLabel, told } from './labels.js';
import { t, time } from './messages.js';
import { nextSteps } from './nextsteps.js';
import { done, problemBox, replyCard } from './parts.js';
import { policyInForce } from './policy-document.js';
import { start } from './shell.js';

// The request that a link, such as that of a mail, leads to.
const wanted = new URLSearchParams(location.search).get('decision');

start(async main => {
  const [{ data: policy }, { data: first }] = await Promise.all([policyInForce(), get(`/api/requests?limit=${partOfList}`)]);
  const said = h('div', { class: 'said' });
  const list = h('ul', { class: 'plain' });
  const more = h('p', {});
  main.replaceChildren(h('div', { class: 'narrow' },
    h('div', { class: 'intro' }, h('h1', {}, t('mine.title')), h('p', {}, t('mine.intro'))),
    said, list, more));
  if (first.items.length === 0) {
    list.replaceWith(h('p', { class: 'card empty' }, icon('other'), h('span', {}, t('mine.none'), ' ', h('a', { href: '/' }, t('mine.ask')))));
    return;
  }
  add(first);
  if (wanted) await goTo(wanted, first.cursor);

  function add({ items, cursor }) {
    list.append(...items.map(item => card(item)));
    more.replaceChildren(...(cursor ? [h('button', { type: 'button', onclick: () => readOn(cursor) }, t('list.more'))] : []));
  }

  async function readOn(cursor) {
    const at = list.children.length;
    try {
      add((await get(`/api/requests?limit=${partOfList}&cursor=${encodeURIComponent(cursor)}`)).data);
      list.children[at]?.querySelector('a').focus();
    } catch (problem) {
      said.replaceChildren(problemBox(problem, () => readOn(cursor)));
    }
  }

  // However many newer ones there are.
  async function goTo(id, cursor) {
    const found = () => list.querySelector(`[data-id="${CSS.escape(id)}"]`);
    for (let next = cursor; !found() && next;) {
      const { data } = await get(`/api/requests?limit=${partOfList}&cursor=${encodeURIComponent(next)}`);
      add(data);
      next = data.cursor;
    }
    if (!found()) {
      said.replaceChildren(h('p', { class: 'card', role: 'status' }, t('problem.not-found')));
      return;
    }
    found().classList.add('wanted');
    found().scrollIntoView();
    found().querySelector('h2 a').focus();
  }

  function card(decision, words) {
    const { review, status } = decision;
    const reply = review ? review.reply : decision.reply;
    const isWithdrawn = status === 'withdrawn';
    const look = isWithdrawn ? 'other' : lookOf(policy, review?.resolution ?? decision.outcome);
    const element = h('li', { class: `card request ${look}`, 'data-id': decision.id },
      h('h2', {}, icon(look), h('a', { href: `/?decision=${decision.id}` }, isWithdrawn ? t('status.withdrawn') : outcomeLabel(policy, review?.resolution ?? decision.outcome))),
      h('p', {}, told(policy, decision.facts).join(' · ')),
      h('p', { class: 'quiet' }, [decision.platform, time(decision.decidedAt)].filter(Boolean).join(' · ')),
      words && done(words),
      !isWithdrawn && h('p', {}, h('strong', {}, t(`status.${status}`), '.'), ' ', t(waitsForAsker(decision) ? 'mine.asked' : `status-text.${status}`)),
      status === 'pending-review' && h('p', { class: 'quiet' }, decision.case && t('mine.due', { when: time(decision.case.dueAt) }), ' ', t(first.toldBy === 'mail' ? 'mine.told-by-mail' : 'mine.told-here')),
      conversation(policy, decision, { asker: t('case.you'), reviewer: t('case.team') }),
      review && reviewCard(policy, review),
      reply && !isWithdrawn && replyCard(reply),
      nextSteps(decision, { next: decision.next ?? [], changed: said => renew(element, decision.id, said) }));
    return element;
  }

  // As it stands now. What can be done next is in the person's list only, where a request that was changed just now is near the top.
  async function renew(element, id, words) {
    const { data } = await get('/api/requests?limit=100');
    const now = data.items.find(d => d.id === id);
    if (!now) {
      location.reload();
      return;
    }
    const fresh = card(now, words);
    element.replaceWith(fresh);
    fresh.querySelector('a').focus();
  }
});
