// The page at /admin: messages that could not be taken, whether anything was forged, and erasing a person.

import { call, get, post, Problem } from './api.js';
import { h, icon, newId } from './dom.js';
import { knows, number, t, time } from './messages.js';
import { done, field, problemBox } from './parts.js';
import { has } from './session.js';
import { start } from './shell.js';

start(async main => {
  const heading = h('h1', { tabindex: '-1' }, t('admin.title'));
  main.replaceChildren(h('div', { class: 'intro' }, heading, h('p', {}, t('admin.intro'))), await poison(), has('Audit') ? verification() : '', erasure());
});

async function poison() {
  const said = h('div', {});
  const list = h('ul', { class: 'plain cases' });
  const title = h('h2', { tabindex: '-1' }, t('admin.poison'));
  const count = h('p', { class: 'quiet' });
  await read();
  return h('section', {}, title, count, said, list);

  async function read() {
    try {
      const { data } = await get('/api/poison');
      count.textContent = data.total === 0 ? t('admin.poison-none') : t('admin.poison-count', { shown: number(data.items.length), total: number(data.total) });
      list.replaceChildren(...data.items.map(entry));
    } catch (problem) {
      said.replaceChildren(problemBox(problem, read));
    }
  }

  function entry(item) {
    const problem = h('div', {});
    const buttons = [
      item.canRetry && h('button', { type: 'button', onclick: () => act(() => post(`/api/poison/${item.id}/retry`), 'admin.poison-retried') }, t('admin.poison-retry')),
      h('button', { type: 'button', onclick: () => act(() => call('DELETE', `/api/poison/${item.id}`), 'admin.poison-dropped') }, t('admin.poison-drop')),
    ].filter(Boolean);
    const name = newId();
    const element = h('li', { class: 'card', 'aria-labelledby': name },
      h('h3', { id: name }, knows(`poison.${item.reason}`) ? t(`poison.${item.reason}`) : item.reason),
      item.received && h('p', { class: 'quiet' }, time(item.received)),
      Object.entries(item.errors).length > 0 && h('ul', {}, Object.entries(item.errors).map(([where, what]) =>
        h('li', {}, h('code', {}, where || '/'), ' ', h('span', { lang: 'en' }, what.join(' '))))),
      item.message
        ? h('details', {}, h('summary', {}, t('admin.poison-message')), h('pre', { class: 'scroll', tabindex: '0' }, item.message))
        : h('p', { class: 'quiet' }, t('admin.poison-hidden')),
      !item.canRetry && h('p', { class: 'quiet' }, t('admin.poison-not-whole')),
      problem, h('p', { class: 'actions' }, buttons));
    return element;

    async function act(request, words) {
      buttons.forEach(b => { b.disabled = true; });
      try {
        await request();
        element.remove();
        said.replaceChildren(done(t(words)));
        await read();
        title.focus();
      } catch (failure) {
        buttons.forEach(b => { b.disabled = false; });
        problem.replaceChildren(problemBox(failure, () => act(request, words)));
      }
    }
  }
}

function verification() {
  const said = h('div', { 'aria-live': 'polite' });
  const button = h('button', { type: 'button', onclick: verify }, t('admin.verify-do'));
  return h('section', { class: 'card' }, h('h2', {}, icon('book'), t('admin.verify')), h('p', {}, t('admin.verify-text')), h('p', { class: 'actions' }, button), said);

  async function verify() {
    button.disabled = true;
    said.replaceChildren(h('p', { class: 'quiet' }, t('admin.verify-busy')));
    try {
      const { data } = await get('/api/audit/verification');
      const counts = { rows: number(data.rows), decisions: number(data.decisions), checkpoints: number(data.checkpoints) };
      said.replaceChildren(data.holds
        ? done(t('admin.verify-holds', counts))
        : h('div', { class: 'problem' }, icon('problem'), h('div', {},
          h('p', { class: 'lead' }, t('admin.verify-broken')),
          h('ul', { lang: 'en' }, data.problems.map(p => h('li', {}, p.number ? `${t('admin.verify-row', { row: number(p.number) })} ` : '', p.what))))));
    } catch (problem) {
      said.replaceChildren(problemBox(problem, verify));
    }
    button.disabled = false;
  }
}

function erasure() {
  const said = h('div', {});
  const who = field({ label: t('admin.erase-who'), hint: t('admin.erase-hint'), required: true, control: h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: 100 }) });
  const asked = h('p', {});
  const confirmation = h('dialog', { 'aria-labelledby': 'erase-title' },
    h('h2', { id: 'erase-title' }, t('admin.erase-title')), asked,
    h('p', { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onclick: () => { confirmation.close(); erase(); } }, t('admin.erase-do')),
      h('button', { type: 'button', onclick: () => confirmation.close() }, t('admin.erase-leave'))));
  const button = h('button', {}, t('admin.erase-ask'));
  return h('section', { class: 'card' },
    h('h2', {}, icon('decline'), t('admin.erase')), h('p', {}, t('admin.erase-text')),
    h('form', { onsubmit: ask }, who.element, said, h('p', { class: 'actions' }, button)), confirmation);

  function ask(event) {
    event.preventDefault();
    asked.textContent = t('admin.erase-sure', { who: who.control.value.trim() });
    confirmation.showModal();
  }

  async function erase() {
    button.disabled = true;
    said.replaceChildren(h('p', { class: 'quiet', role: 'status' }, t('admin.erase-busy')));
    try {
      const { data } = await post('/api/staff/erasure', { staffId: who.control.value.trim() });
      said.replaceChildren(done(t('admin.erased', { decisions: number(data.decisions), rows: number(data.auditRows) })));
      who.control.value = '';
    } catch (problem) {
      if (problem instanceof Problem && problem.errors['/staffId']) {
        said.replaceChildren();
        who.show(h('span', { lang: 'en' }, problem.errors['/staffId'].join(' ')));
      } else said.replaceChildren(problemBox(problem, erase));
    }
    button.disabled = false;
  }
}
