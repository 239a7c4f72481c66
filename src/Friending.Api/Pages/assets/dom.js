// Builds what is shown. Texts are only ever set as text, so nothing that is shown can become markup.

const svgNamespace = 'http://www.w3.org/2000/svg';

/** An element: h('p', { class: 'x', onclick: f }, 'text', child, [more]). Attributes that are null, undefined or false are left out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(c => c !== null && c !== undefined && c !== false));
  return element;
}

// 24 by 24, drawn with one stroke width.
const icons = {
  decline: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'm9 9 6 6', 'm15 9-6 6'],
  review: ['M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z', 'M3 20c0-3.500 2.500-6 6-6 1.300 0 2.500.3 3.500.9', 'M17.500 14a3.800 3.800 0 1 0 0 7.600 3.800 3.800 0 0 0 0-7.600z', 'M17.500 16v2l1.300.8'],
  discourage: ['M10.700 4.300 2.900 18a1.500 1.500 0 0 0 1.300 2.300h15.600a1.500 1.500 0 0 0 1.300-2.300L13.300 4.300a1.500 1.500 0 0 0-2.600 0z', 'M12 9.500v4.500', 'M12 17.200v.1'],
  permit: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'm8 12.300 2.800 2.700L16 9.500'],
  other: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700', 'M12 16.700v.1'],
  problem: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 7.500v5.500', 'M12 16.300v.1'],
  copy: ['M9 9h10v11H9z', 'M15 9V4H5v11h4'],
  edit: ['m4 20 1-4L16 5l3 3L8 19z', 'm13.500 7.500 3 3'],
  group: ['M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z', 'M2.500 19c0-3 2.200-5 5.500-5s5.500 2 5.500 5', 'M16 11a3 3 0 1 0 0-6', 'M16.500 14c3 .2 5 2.100 5 5'],
  reply: ['M4 5h16v11H10l-5 4v-4H4z'],
  book: ['M4 5.500C6.500 4 9.500 4 12 5.500c2.500-1.500 5.500-1.500 8 0V19c-2.500-1.500-5.500-1.500-8 0-2.500-1.500-5.500-1.500-8 0z', 'M12 5.500V19'],
  down: ['m6 9.500 6 6 6-6'],
  download: ['M12 4v11', 'm7.500 11 4.500 4.500 4.500-4.500', 'M5 20h14'],
};

/** An icon; decoration only, the words are beside it. */
export function icon(name) {
  return s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, (icons[name] ?? icons.other).map(d => s('path', { d })));
}

let lastId = 0;

/** An id that no other element has. */
export const newId = () => `n${++lastId}`;
