// Words, numbers and dates as the reader writes them.

import { language, locale, words } from './words.js';

export { language, locale };

/** The words of that name, with {parts} filled in. */
export function t(name, parts) {
  const text = words[name];
  if (text === undefined) throw new Error(`There are no words for ${name} in ${language}.`);
  return parts ? text.replace(/\{(\w+)\}/g, (_, part) => parts[part]) : text;
}

/** Whether there are words of that name: policies may have outcomes that the pages do not know. */
export const knows = name => words[name] !== undefined;

/** The text of a policy in the reader's language, else in any. */
export const textOf = texts => texts?.[language] ?? Object.values(texts ?? {})[0];

const whole = new Intl.NumberFormat(locale);
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

/** A whole number, also one too large for a double. */
export const number = value => whole.format(value);

/** A share as a percentage. */
export const percent = value => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value);

/** The day of a moment, in a time zone. */
export const date = (value, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(value));

/** A day of the calendar, the same in every time zone: 2015-05-20. */
export const day = value => days.format(new Date(value));

/** The days from one to another, which are days of the calendar. */
export const range = (first, last) => days.formatRange(first, last);

/** A moment, in the reader's time zone. */
export const time = value => times.format(new Date(value));

/** How far a moment is from now, in its largest unit: 3 hours ago, in 2 days. */
export function fromNow(value, now = Date.now()) {
  const minutes = Math.round((new Date(value) - now) / 60_000);
  const size = Math.abs(minutes);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  if (size < 1) return t('time.now');
  if (size < 60) return format.format(minutes, 'minute');
  if (size < 48 * 60) return format.format(Math.round(minutes / 60), 'hour');
  return format.format(Math.round(minutes / 1440), 'day');
}

/** Words joined as a list is in speech. */
export const either = items => new Intl.ListFormat(locale, { type: 'disjunction' }).format(items);
