// How the element looks on our own pages: as they do.

/** Gives a shadow root, which no rule of the page reaches, the rules of the page's style sheets. */
export function styleOf(root) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([...document.styleSheets].flatMap(s => [...s.cssRules]).map(rule => rule.cssText).join('\n'));
  root.adoptedStyleSheets = [sheet];
}
