// The words of the pages, in the first of the reader's languages that there is.

const available = ['en', 'es'];

const languageOf = tag => tag.split('-')[0].toLowerCase();

export const language = navigator.languages.map(languageOf).find(l => available.includes(l)) ?? available[0];

/** The language in the reader's region, which has its own way to write dates and numbers: en-GB. */
export const locale = navigator.languages.find(l => languageOf(l) === language) ?? language;

export const words = await (await fetch(new URL(`messages-${language}.json`, import.meta.url))).json();
