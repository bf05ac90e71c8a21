// Elements without markup: text from documents only ever becomes a text node, never HTML.

/**
 * An element with attributes, listeners (`onclick`), classes (`class`) and children.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `null`, `undefined` and `false` are left out
 * @param {...any} children nodes, strings, numbers, arrays of them; `null` and `false` are left out
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'href' || name === 'src') element.setAttribute(name, safeAddress(value));
    else if (name === 'style') for (const [property, set] of Object.entries(value)) element.style.setProperty(property, String(set));
    else element.setAttribute(name, value === true ? '' : plain(value));
  }
  append(element, children);
  return element;
}

/** @param {Element} element @param {any} children */
export function append(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(plain(child)));
  }
}

// Signs that turn a line around or take no room: in a title they make one word look like another.
const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** A text of a document as it is shown: what cannot be seen is left out. @param {unknown} text */
export const plain = (text) => String(text).replace(UNSEEN, '');

/** Replace what is in `element`. @param {Element} element @param {...any} children */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/**
 * Addresses come from documents and portals: only the web, files of this store and places in this page are followed.
 * @param {unknown} address
 */
export function safeAddress(address) {
  const text = String(address ?? '');
  if (text.startsWith('#') || text.startsWith('blob:')) return text;
  let parsed;
  try {
    parsed = new URL(text, location.href);
  } catch {
    return '#';
  }
  return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? text : '#';
}

/**
 * A link to a page outside, as text when its address is none of the web.
 * @param {string} address @param {any} text @param {Record<string, any>} [attributes]
 */
export function outside(address, text, attributes = {}) {
  if (safeAddress(address) === '#') return h('span', attributes, text);
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer', ...attributes }, text);
}

/**
 * A table that scrolls on its own when it is wider than the page; reachable by keyboard.
 * @param {string} label @param {any} table
 */
export function scrolling(label, table) {
  return h('div', { class: 'scrolling', role: 'region', 'aria-label': label, tabindex: '0' }, table);
}

/** Terms and what they are; pairs whose text is empty are left out. @param {[any, any][]} pairs @param {string} [name] */
export function terms(pairs, name = 'terms') {
  const told = pairs.filter(([, text]) => text !== null && text !== undefined && text !== '' && text !== false);
  return h('dl', { class: name }, told.map(([term, text]) => h('div', {}, h('dt', {}, term), h('dd', {}, text))));
}

/** The head of a table: titles of its columns, each with the class of its cells. @param {[any, string?][]} columns */
export const heads = (columns) => h('thead', {}, h('tr', {}, columns.map(([title, kind]) => h('th', { scope: 'col', class: kind }, title))));
