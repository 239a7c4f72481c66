// The words of the pages, in the first of the reader's languages that there is.

const available = ['en', 'es'];

export const language = navigator.languages.map(l => l.split('-')[0].toLowerCase()).find(l => available.includes(l)) ?? available[0];

const words = await (await fetch(new URL(`messages-${language}.json`, import.meta.url))).json();

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

const whole = new Intl.NumberFormat(language);
const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

/** A whole number, also one too large for a double. */
export const number = value => whole.format(value);

/** A share as a percentage. */
export const percent = value => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(value);

/** The day of a moment, in the reader's time zone. */
export const date = value => dates.format(new Date(value));

/** A day of the calendar, the same in every time zone: 2015-05-20. */
export const day = value => days.format(new Date(value));

/** A moment, in the reader's time zone. */
export const time = value => times.format(new Date(value));

/** How long ago something was, in its largest unit. */
export function ago(value, now = Date.now()) {
  const minutes = Math.max(0, Math.round((now - new Date(value)) / 60_000));
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  if (minutes < 1) return t('time.now');
  if (minutes < 60) return format.format(-minutes, 'minute');
  if (minutes < 48 * 60) return format.format(-Math.round(minutes / 60), 'hour');
  return format.format(-Math.round(minutes / 1440), 'day');
}

/** Words joined as a list is in speech. */
export const either = items => new Intl.ListFormat(language, { type: 'disjunction' }).format(items);
