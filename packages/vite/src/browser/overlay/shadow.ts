/**
 * Creates an element whose inside neither gets styles of the host nor gives any. The stylesheet is constructed, so that a strict
 * policy for styles lets it pass.
 */
export function createShadow(name: string, css: string): ShadowRoot {
  const element = document.createElement(name)
  const root = element.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(BASE + css)
  root.adoptedStyleSheets = [sheet]
  document.documentElement.append(element)
  return root
}

/** An element with a class and content. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (className !== '') element.className = className
  element.append(...content)
  return element
}

const BASE = `
:host {
  all: initial;
  color-scheme: light dark;
  --text: light-dark(#1d1d1b, #e9e9ec);
  --quiet: light-dark(#66665f, #a0a0aa);
  --surface: light-dark(#ffffff, #1d1d22);
  --line: light-dark(#dededa, #3a3a43);
  --hover: light-dark(#f1f1ef, #2a2a31);
  --accent: light-dark(#3346d3, #9aa8ff);
  --warn: light-dark(#8a5a00, #ecc06a);
  font: 13px/1.5 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  color: var(--text);
}
* { box-sizing: border-box; margin: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 4px; }
a, button {
  display: inline-flex; align-items: center; height: 28px; padding: 0 10px; color: var(--text); font: inherit; font-weight: 500;
  text-decoration: none; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; cursor: pointer;
}
a:hover, button:hover { background: var(--hover); }
`
