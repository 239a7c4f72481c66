// ISO 8601 weeks: Monday to Sunday; week 1 holds the year's first Thursday.

const day = 86_400_000;

/** The week of a day as the reader's calendar has it, such as 2026-W47. */
export function weekOf(date) {
  const noon = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), 12);
  const thursday = new Date(noon + (4 - (date.getDay() || 7)) * day);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * day)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** Whether a text names a week that exists. */
export const isWeek = text => /^[0-9]{4}-W[0-9]{2}$/.test(text ?? '') && weekOf(midday(daysOf(text)[0])) === text;

// The same day as the reader's calendar has it.
const midday = date => new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12);

/** The Monday and the Sunday of a week, at noon UTC. */
export function daysOf(week) {
  const [year, number] = week.split('-W').map(Number);
  const fourth = new Date(Date.UTC(year, 0, 4, 12));
  const monday = fourth.getTime() + ((number - 1) * 7 + 1 - (fourth.getUTCDay() || 7)) * day;
  return [new Date(monday), new Date(monday + 6 * day)];
}

/** The last weeks, the present one first. */
export const lastWeeks = (count, now = new Date()) => Array.from({ length: count }, (_, i) => weekOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 7 * i)));
