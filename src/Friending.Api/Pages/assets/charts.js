// Bars and columns, drawn as SVG; the numbers stand beside them as text and in a table.

import { h, s } from './dom.js';
import { t } from './messages.js';
import { figureShort, figureText, weight } from './figures.js';
import { table } from './parts.js';

/** Rows as horizontal bars, each with the week before as a thin line under it; long names stand above their bars. A name may be a link. */
export function bars(rows, isLong) {
  const most = Math.max(1, ...rows.flatMap(r => [weight(r.requests), weight(r.weekBefore)]));
  return h('ul', { class: isLong ? 'plain bars long' : 'plain bars' }, rows.map(r => h('li', { class: 'bar-row' },
    h('span', { class: 'bar-name' }, r.link ? h('a', { href: r.link }, r.name) : r.name),
    s('svg', { class: `bar-line ${r.look ?? ''}`, 'aria-hidden': 'true', viewBox: '0 0 100 10', preserveAspectRatio: 'none' },
      s('rect', { class: 'ground', x: 0, y: 0, width: 100, height: 7 }),
      s('rect', { class: r.requests.value === undefined ? 'hidden-figure' : 'now', x: 0, y: 0, width: 100 * weight(r.requests) / most, height: 7 }),
      s('rect', { class: 'before', x: 0, y: 8, width: 100 * weight(r.weekBefore) / most, height: 2 })),
    h('span', { class: 'bar-number' }, figureShort(r.requests)))));
}

/** Eight weeks as columns; the last is the digest's own. */
export function trend(weeks) {
  const [width, height, top, bottom] = [48, 150, 22, 24];
  const most = Math.max(1, ...weeks.map(w => weight(w.requests)));
  const tall = w => (height - top - bottom) * weight(w.requests) / most;
  return s('svg', { class: 'trend', viewBox: `0 0 ${weeks.length * width} ${height}`, role: 'img', 'aria-label': t('digests.trend-text', { list: weeks.map(w => `${w.week}: ${figureText(w.requests)}`).join('; ') }) },
    s('line', { class: 'base', x1: 0, x2: weeks.length * width, y1: height - bottom, y2: height - bottom }),
    weeks.map((w, i) => [
      s('rect', {
        class: w.requests.value === undefined ? 'hidden-figure' : i === weeks.length - 1 ? 'now' : 'past',
        x: i * width + 8, width: width - 16, y: height - bottom - tall(w), height: tall(w), rx: 3,
      }),
      s('text', { x: (i + .5) * width, y: height - bottom - tall(w) - 6, 'text-anchor': 'middle', class: 'value' }, figureShort(w.requests)),
      s('text', { x: (i + .5) * width, y: height - 7, 'text-anchor': 'middle' }, w.week.slice(5)),
    ]));
}

/** The numbers behind a drawing. */
export const behind = (caption, head, rows) => h('details', { class: 'behind' },
  h('summary', {}, t('digests.table')),
  table(caption, head, rows.map(([name, ...figures]) => h('tr', {}, h('th', { scope: 'row' }, name), figures.map(f => h('td', { class: 'number' }, figureText(f))))), head.length - 1));
