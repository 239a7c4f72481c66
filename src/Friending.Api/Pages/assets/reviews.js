// The page at /reviews: the cases that wait for a person, most urgent first, and those that were decided.

import { get } from './api.js';
import { h, icon } from './dom.js';
import { outcomeLabel, told } from './labels.js';
import { fromNow, number, t, time } from './messages.js';
import { done, loading, problemBox } from './parts.js';
import { policyInForce } from './policy-document.js';
import { keepDraft, takeDraft } from './session.js';
import { countReviews, start } from './shell.js';
import { reviewCase } from './reviewcase.js';

const limit = 100;

start(async main => {
  const address = new URLSearchParams(location.search);
  const picked = { state: address.get('state') === 'resolved' ? 'resolved' : '', department: address.get('department') ?? '', mine: address.get('mine') === 'true' ? 'true' : '', search: '' };
  // What was written about a case and not sent yet, by decision; a reason is never lost to a conflict or a reload of the list.
  const drafts = takeDraft() ?? {};
  keepDraft(() => drafts);
  const { data: policy } = await policyInForce();
  const departments = new Set([picked.department].filter(Boolean));
  const heading = h('h1', { tabindex: '-1' }, t('reviews.title'));
  const said = h('div', { class: 'said' });
  const list = h('ul', { class: 'plain cases' });
  const count = h('p', { class: 'quiet', role: 'status' });
  const more = h('p', {});
  const department = h('select', { id: 'department', onchange: e => pick('department', e.target.value) });
  let going;
  // Where to read on.
  let rest;
  // The reading that a search goes on with.
  let searching;
  main.replaceChildren(
    h('div', { class: 'intro' }, heading, h('p', {}, t('reviews.intro'))),
    h('form', { class: 'card pickers', onsubmit: e => e.preventDefault() },
      h('label', { for: 'state' }, t('reviews.show'), h('select', { id: 'state', onchange: e => pick('state', e.target.value) },
        [['', 'reviews.open'], ['resolved', 'reviews.decided']].map(([value, words]) => h('option', { value, selected: value === picked.state }, t(words))))),
      h('label', { for: 'department' }, t('filter.department'), department),
      h('label', { for: 'search' }, t('reviews.search'), h('input', { type: 'search', id: 'search', autocomplete: 'off', oninput: e => search(e.target.value) })),
      h('label', { class: 'tick', for: 'mine' }, h('input', { type: 'checkbox', id: 'mine', checked: picked.mine === 'true', onchange: e => pick('mine', e.target.checked ? 'true' : '') }), t('reviews.mine'))),
    said, count, list, more);
  // A case that was decided or withdrawn elsewhere does not stay here; one that is open is not taken from under its reader.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && !list.querySelector('[aria-expanded=true]')) load();
  });
  await load();
  await openWanted(address.get('decision'));

  function query(extra = {}) {
    const { search: words, ...asked } = picked;
    return new URLSearchParams(Object.entries({ ...asked, ...extra }).filter(([, value]) => value)).toString();
  }

  function pick(name, value) {
    picked[name] = value;
    history.replaceState(null, '', query() ? `?${query()}` : location.pathname);
    load();
  }

  // Of requests that overtake each other only the last one is shown.
  async function load() {
    going?.abort();
    going = new AbortController();
    const { signal } = going;
    if (list.children.length === 0) more.replaceChildren(loading());
    try {
      const { data } = await get(`/api/reviews?${query({ limit })}`, { signal });
      if (signal.aborted) return;
      list.replaceChildren();
      rest = data.cursor;
      add(data, signal);
      countReviews();
      searchRest();
    } catch (problem) {
      if (!signal.aborted) said.replaceChildren(problemBox(problem, load));
    }
  }

  function add({ items, total, cursor }, signal) {
    list.append(...items.map(item => element(item)));
    for (const { staff } of items) if (staff.department) departments.add(staff.department);
    department.replaceChildren(...['', ...[...departments].sort()].map(d => h('option', { value: d, selected: d === picked.department }, d || t('filter.any'))));
    more.replaceChildren(...(cursor ? [h('button', { type: 'button', onclick: () => readMore(cursor, signal) }, t('list.more'))] : []));
    find();
    count.dataset.total = total;
    tell();
  }

  /** Adds the next part; whether that went well. */
  async function readOn(cursor, signal) {
    try {
      const { data } = await get(`/api/reviews?${query({ limit, cursor })}`, { signal });
      if (signal.aborted) return false;
      rest = data.cursor;
      add(data, signal);
      return true;
    } catch (problem) {
      if (!signal.aborted) said.replaceChildren(problemBox(problem, () => { said.replaceChildren(); readMore(cursor, signal); }));
      return false;
    }
  }

  async function readMore(cursor, signal) {
    const at = list.children.length;
    if (await readOn(cursor, signal)) list.children[at]?.querySelector('button').focus();
  }

  /** Opens the case that a link, such as that of a mail, leads to, however many are more urgent. */
  async function openWanted(id) {
    if (!id) return;
    const found = () => [...list.children].find(one => one.dataset.id === id);
    while (!found() && rest && await readOn(rest, going.signal)) ;
    const toggle = found()?.querySelector('h2 button');
    if (!toggle) {
      if (!said.hasChildNodes()) said.replaceChildren(h('p', { class: 'card', role: 'status' }, t('reviews.not-here'), ' ', h('a', { href: `/?decision=${encodeURIComponent(id)}` }, t('reviews.see'))));
      return;
    }
    toggle.click();
    toggle.scrollIntoView();
    toggle.focus();
  }

  // Searches what is shown of each case. The words are the page's own, those of facts in the reader's language, so the page reads the
  // rest of the list and searches itself.
  function search(words) {
    picked.search = words;
    find();
    tell();
    searchRest();
  }

  async function searchRest() {
    const { signal } = going;
    if (searching === signal) return;
    searching = signal;
    while (!signal.aborted && rest && wanted().length > 0 && await readOn(rest, signal)) ;
    if (searching === signal) searching = undefined;
    if (!signal.aborted) tell();
  }

  function wanted() {
    return picked.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  }

  function find() {
    const words = wanted();
    for (const one of list.children) one.hidden = !words.every(word => one.dataset.text.includes(word));
  }

  function tell() {
    const shown = [...list.children].filter(one => !one.hidden).length;
    const total = Math.max(Number(count.dataset.total ?? 0), shown);
    list.ariaBusy = String(Boolean(searching && rest));
    count.textContent = list.ariaBusy === 'true' ? t('shell.loading')
      : total === 0 ? t(query() ? 'reviews.none-fit' : 'reviews.none')
      : shown === 0 ? t('reviews.none-fit')
      : t('reviews.count', { shown: number(shown), total: number(total) });
  }

  function element(item) {
    const one = reviewCase(policy, item, { drafts, summary: summaryOf(item), left: words => leave(one, words) });
    one.dataset.id = item.id;
    one.dataset.text = [item.id, item.platform, item.note, item.owner, item.staff.id, item.staff.role, item.staff.department, ...told(policy, item.facts)]
      .filter(Boolean).join(' ').toLocaleLowerCase();
    return one;
  }

  function summaryOf(item) {
    const { review, staff } = item;
    return [
      h('span', { class: 'what' },
        h('strong', {}, told(policy, item.facts).join(' · ')),
        h('span', { class: 'quiet' }, [item.platform, staff.role ?? staff.id, staff.department].filter(Boolean).join(' · '))),
      h('span', { class: 'where' },
        review
          ? h('span', {}, t('reviews.resolved', { outcome: outcomeLabel(policy, review.resolution) }))
          : item.dueAt && h('span', { class: item.overdue ? 'overdue' : null }, item.overdue && icon('problem'), t(item.overdue ? 'reviews.overdue' : 'reviews.due', { when: fromNow(item.dueAt) })),
        h('span', { class: 'quiet' }, [
          t('reviews.asked', { ago: fromNow(item.decidedAt) }),
          item.owner && t('reviews.owner', { who: item.owner }),
          item.case?.waitsFor === 'asker' && !review && t('reviews.waits-for-asker'),
          item.case?.appeal && t('case.appeal'),
        ].filter(Boolean).join(' · '))),
    ];
  }

  // On to the next case, which is what whoever works through the list with the keyboard wants.
  function leave(one, words) {
    const next = one.nextElementSibling ?? one.previousElementSibling;
    one.remove();
    said.replaceChildren(done(...words));
    count.dataset.total = Math.max(0, count.dataset.total - 1);
    tell();
    countReviews();
    (next?.querySelector('button') ?? heading).focus();
  }
});
