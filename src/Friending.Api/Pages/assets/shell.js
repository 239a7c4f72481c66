// What every page has around it: the bar at the top, who is signed in, and the door.

import { h, icon } from './dom.js';
import { day, language, number, t } from './messages.js';
import { loading, problemBox } from './parts.js';
import { policyInForce } from './policy-document.js';
import * as session from './session.js';
import { get, Problem } from './api.js';

const places = [
  { page: 'ask', path: '/' },
  { page: 'mine', path: '/mine' },
  { page: 'reviews', path: '/reviews', role: 'Review' },
  { page: 'decisions', path: '/decisions', role: 'Audit' },
  { page: 'digests', path: '/digests', role: 'Audit' },
  { page: 'policy', path: '/policy' },
  { page: 'admin', path: '/admin', role: 'Admin' },
];

/** Shows the page: what `show(main)` puts there, for people with the role that the page is for. */
export async function start(show) {
  const here = places.find(p => p.page === document.body.dataset.page);
  const main = document.getElementById('main');
  document.documentElement.lang = language;
  document.title = `${t(`title.${here.page}`)} · Friending`;
  addEventListener('unhandledrejection', e => {
    if (!(e.reason instanceof Problem)) return;
    e.preventDefault();
    main.replaceChildren(problemBox(e.reason, () => location.reload()));
  });
  main.replaceChildren(loading());
  try {
    await session.load();
  } catch {
    main.replaceChildren(problemBox(new Problem(0), () => location.reload()));
    return;
  }
  bar(here);
  if (session.has('Review')) countReviews();
  if (!session.person) main.replaceChildren(signIn());
  else if (here.role && !session.has(here.role)) main.replaceChildren(notForYou(here));
  else {
    foot();
    await show(main);
  }
}

function bar(here) {
  const { person } = session;
  document.getElementById('top').replaceChildren(
    h('a', { class: 'skip', href: '#main' }, t('shell.skip')),
    h('div', { class: 'bar' },
      h('a', { class: 'brand', href: '/' }, h('img', { src: new URL('icon.svg', import.meta.url).href, alt: '', width: 28, height: 28 }), 'Friending'),
      person && h('nav', { 'aria-label': t('shell.pages') },
        h('ul', {}, places.filter(p => !p.role || session.has(p.role)).map(p =>
          h('li', {}, h('a', { href: p.path, id: `nav-${p.page}`, 'aria-current': p === here ? 'page' : null }, t(`nav.${p.page}`)))))),
      person && h('p', { class: 'who' },
        h('span', { class: 'name' }, person.name), ' ',
        h('a', { href: session.signOutAddress }, t('shell.sign-out')))));
}

/** What the answers follow. */
async function foot() {
  const { guidelines } = (await policyInForce()).data;
  document.getElementById('foot').replaceChildren(...guidelines.filter(g => g.source)
    .map(({ source }) => h('p', { lang: 'en' }, `${source.title}, ${source.publisher}, ${day(source.date)}`)));
}

/** How many cases wait, beside the name of the page for them; without an answer no number. */
export async function countReviews() {
  const link = document.getElementById('nav-reviews');
  const { total } = (await get('/api/reviews?limit=1').catch(() => ({ data: {} }))).data;
  link.querySelector('.count')?.remove();
  if (total) link.append(' ', h('span', { class: 'count', title: t('nav.waiting') }, number(total)));
}

function signIn() {
  return h('section', { class: 'card door' },
    icon('review'),
    h('h1', {}, t('door.title')),
    h('p', {}, t('door.text')),
    h('p', {}, h('a', { class: 'button', href: session.signInAddress() }, t('door.sign-in'))));
}

function notForYou(here) {
  return h('section', { class: 'card door' },
    icon('decline'),
    h('h1', {}, t('refused.title')),
    h('p', {}, t(`refused.${here.page}`)),
    h('p', {}, t('refused.whom')),
    h('p', {}, h('a', { class: 'button', href: '/' }, t('refused.ask'))));
}
