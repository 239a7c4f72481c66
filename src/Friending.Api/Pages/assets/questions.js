// A screen of questions: one with an answer a button, or a group of statements to tick.

import { h, newId } from './dom.js';
import { t } from './messages.js';
import { problemBox } from './parts.js';

/** What a screen asks, in a sentence. */
export const asked = questions => questions[0].group?.label ?? questions[0].text;

/** What was answered on a screen, one text an answer. */
export function answered({ questions, values }) {
  if (!questions[0].group) return questions.map(q => answerText(q, values[q.fact]));
  const ticked = questions.filter(q => values[q.fact] !== q.group.unticked);
  return ticked.length > 0 ? ticked.map(q => q.group.statement) : [questions[0].group.none];
}

/**
 * The card of a screen. `valueOf(fact)` is what was answered before; `answer(values)` takes the answers, and what it throws is shown;
 * `above` and `below` stand around the questions; `focus` puts the reader there.
 */
export function questionCard({ questions, valueOf, changing, answer, above, below, focus }) {
  const said = h('div', {});
  const card = h('section', { class: 'card question', 'aria-labelledby': 'question' },
    above,
    h('h2', { id: 'question', class: focus ? 'focus' : null, tabindex: '-1' }, asked(questions)),
    questions[0].group ? ticks() : choices(questions[0]),
    below,
    said);
  let waiting = false;
  return card;

  function choices(question) {
    return [
      help(question),
      h('div', { class: 'answers', role: 'group', 'aria-labelledby': 'question' }, question.choices.map(choice => h('button', {
        type: 'button', class: 'choice', 'aria-pressed': changing ? String(choice.value === valueOf(question.fact)) : null,
        onclick: () => give({ [question.fact]: choice.value }),
      }, choice.text))),
    ];
  }

  function ticks() {
    const boxes = questions.map(q => h('input', { type: 'checkbox', id: newId(), checked: changing && valueOf(q.fact) !== q.group.unticked, onchange: look }));
    const go = h('button', { class: 'primary' }, t('ask.go-on'));
    const form = h('form', { class: 'ticks', onsubmit: e => { e.preventDefault(); give(values(boxes)); } },
      h('div', { role: 'group', 'aria-labelledby': 'question' }, questions.map((q, i) => h('div', { class: 'statement' },
        h('label', { for: boxes[i].id }, boxes[i], h('span', {}, q.group.statement)),
        help(q)))),
      h('p', { class: 'actions' },
        h('button', { type: 'button', class: 'choice', onclick: () => give(values([])) }, questions[0].group.none), go));
    look();
    return form;

    function look() { go.disabled = !boxes.some(b => b.checked); }
  }

  function values(boxes) {
    return Object.fromEntries(questions.map((q, i) => [
      q.fact, boxes[i]?.checked ? q.choices.find(c => c.value !== q.group.unticked).value : q.group.unticked]));
  }

  // A second tap while the first one is on its way is ignored.
  async function give(given) {
    if (waiting) return;
    waiting = true;
    card.setAttribute('aria-busy', 'true');
    try {
      await answer(given);
    } catch (problem) {
      said.replaceChildren(problemBox(problem, () => give(given)));
    } finally {
      waiting = false;
      card.removeAttribute('aria-busy');
    }
  }
}

const answerText = (question, value) => question.choices.find(c => c.value === value)?.text ?? value;

/** Whom and what a question means, to open where somebody is not sure. */
const help = ({ help: text }) => text && h('details', { class: 'help' }, h('summary', {}, t('ask.help')), h('p', {}, text));
