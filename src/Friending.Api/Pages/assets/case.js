// What was said about a case that a person decides: the remark, the appeal, questions and answers, and the decision.

import { h, icon } from './dom.js';
import { t, time } from './messages.js';
import { badge } from './parts.js';

/** Everything that was said, oldest first; nothing where nothing was. `names` tells who is who to the reader. */
export function conversation(policy, decision, names) {
  const { case: itsCase, note } = decision;
  const said = [
    note && { who: names.asker, text: note, at: decision.decidedAt },
    itsCase?.appeal?.against && { who: itsCase.appeal.against.by, text: itsCase.appeal.against.reason, at: itsCase.appeal.against.at, outcome: itsCase.appeal.against.resolution },
    itsCase?.appeal && { who: names.asker, text: itsCase.appeal.note, at: itsCase.appeal.at, isAppeal: true },
    ...(itsCase?.messages ?? []).map(m => ({ who: m.from === 'asker' ? names.asker : names.reviewer, text: m.text, at: m.at })),
  ].filter(Boolean).sort((a, b) => new Date(a.at) - new Date(b.at));
  return said.length > 0 && h('section', { class: 'said-so-far' },
    h('h3', {}, t('case.said')),
    h('ol', { class: 'plain' }, said.map(s => h('li', {},
      h('p', { class: 'tags' }, h('strong', {}, s.who), s.outcome && badge(policy, s.outcome), s.isAppeal && h('span', {}, t('case.appeal')), h('span', { class: 'quiet' }, time(s.at))),
      h('blockquote', { lang: '' }, h('p', {}, s.text))))));
}

/** What a person decided, and why. */
export const reviewCard = (policy, review) => h('section', { class: 'card reviewed' },
  h('h2', {}, icon('review'), t('decision.review')),
  h('p', { class: 'tags' }, badge(policy, review.resolution), h('span', {}, t('decision.review-by', { who: review.by, when: time(review.at) }))),
  h('blockquote', { lang: '' }, h('p', {}, review.reason)));

/** Whether the asker has to answer before the case goes on. */
export const waitsForAsker = decision => decision.status === 'pending-review' && decision.case?.waitsFor === 'asker';
