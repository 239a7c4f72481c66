// A digest's numbers: exact, small and hidden, or withheld so that a hidden one cannot be worked out.

import { number, t } from './messages.js';

/** Whether it is told that there is none. */
export const isNone = figure => figure.value === 0;

/** Whether the number is not told. */
export const isHidden = figure => figure.value === undefined;

/** As text, in full. */
export const figureText = figure => figure.value !== undefined ? number(figure.value)
  : figure.fewerThan !== undefined ? t('digests.fewer', { threshold: number(figure.fewerThan) })
    : t('digests.withheld');

/** As text, in a narrow place. */
export const figureShort = figure => figure.value !== undefined ? number(figure.value) : figure.fewerThan !== undefined ? `< ${number(figure.fewerThan)}` : '–';

/** How long to draw it: a hidden number as if it were half of what it may be at most. */
export const weight = figure => figure.value ?? (figure.fewerThan !== undefined ? figure.fewerThan / 2 : 0);
