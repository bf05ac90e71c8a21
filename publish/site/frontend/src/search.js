// Search a division by name, part of a name, pinyin, initials or code: MiniSearch over the names of this version.

import MiniSearch from 'minisearch';
import { searchRows, version } from './data.js';
import { fill, h } from './dom.js';
import { t, word } from './language.js';
import { linkTo } from './router.js';

const MOST = 12;
/** @type {Promise<{ index: MiniSearch, reported: Set<string> }> | null} */
let prepared = null;

/** Signs one by one (a name is found by any part of it), letters and digits as whole words. @param {string} text */
const tokens = (text) => text.toLowerCase().match(/[a-z]+|\d+|\p{Script=Han}/gu) ?? [];

async function prepare() {
  const [{ columns, rows }, { provinces }] = await Promise.all([searchRows(), version()]);
  const index = new MiniSearch({
    idField: 'id',
    fields: ['name', 'code', 'pinyin', 'initials', 'wider'],
    storeFields: ['code', 'name', 'province', 'city', 'level', 'former'],
    tokenize: tokens,
    processTerm: (term) => term,
    searchOptions: { prefix: (term) => /^[a-z\d]/.test(term), combineWith: 'AND', boost: { name: 3, code: 3, initials: 2 }, fuzzy: (term) => (/^[a-z]{6,}$/.test(term) ? 0.15 : false) },
  });
  index.addAll(
    rows.map((row, id) => {
      /** @type {Record<string, any>} */
      const one = { id };
      columns.forEach((name, at) => {
        one[name] = row[at];
      });
      one.wider = `${one.province} ${one.city}`;
      return one;
    }),
  );
  return { index, reported: new Set(provinces.flatMap((one) => one.with_reports)) };
}

/** @param {string} text */
export async function find(text) {
  const wanted = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (!wanted) return [];
  prepared ??= prepare();
  const { index, reported } = await prepared;
  // Pinyin may be typed with spaces between the syllables: tried as typed, then as one word.
  const joined = /^[a-z ]+$/.test(wanted) ? wanted.replace(/ /g, '') : wanted;
  const found = [...index.search(wanted), ...(joined === wanted ? [] : index.search(joined))];
  const seen = new Set();
  return found
    .map((one) => ({ ...one, reported: reported.has(one.code), score: score(one, wanted, reported) }))
    .sort((a, b) => b.score - a.score)
    .filter((one) => !seen.has(one.code) && seen.add(one.code))
    .slice(0, MOST);
}

/** Exact names and those we have reports of come first. @param {any} one @param {string} wanted @param {Set<string>} reported */
const score = (one, wanted, reported) =>
  one.score + (one.name === wanted || one.code === wanted ? 1000 : one.name.startsWith(wanted) ? 200 : one.name.includes(wanted) ? 100 : 0) + (reported.has(one.code) ? 150 : 0) - (one.former ? 20 : 0);

/** The search field with its list of results: a combobox by the pattern of ARIA. */
export function searchBox() {
  const list = h('ul', { id: 'found', role: 'listbox', 'aria-label': t('search_results'), hidden: true });
  const status = h('p', { class: 'sr', role: 'status' });
  const field = h('input', {
    id: 'search', type: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search',
    'aria-expanded': 'false', 'aria-controls': 'found', 'aria-autocomplete': 'list', placeholder: t('search_hint'),
  });
  let chosen = -1;
  let asked = 0;
  const options = () => [...list.querySelectorAll('[role=option]')];
  const mark = (at) => {
    chosen = at;
    options().forEach((option, number) => option.setAttribute('aria-selected', String(number === at)));
    const option = options()[at];
    if (option) {
      field.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else field.removeAttribute('aria-activedescendant');
  };
  const look = async () => {
    asked += 1;
    const mine = asked;
    const found = await find(field.value);
    if (mine !== asked) return;
    fill(list, found.map((one, at) => h('li', { role: 'option', id: `found-${at}`, 'aria-selected': 'false' }, result(one))));
    list.hidden = found.length === 0 && !field.value.trim();
    if (found.length === 0 && field.value.trim()) fill(list, h('li', { class: 'none' }, t('nothing_found')));
    field.setAttribute('aria-expanded', String(!list.hidden));
    fill(status, field.value.trim() ? t('found', { count: found.length }) : '');
    mark(found.length ? 0 : -1);
  };
  const open = (at) => {
    const link = options()[at]?.querySelector('a');
    if (link) location.hash = link.getAttribute('href');
  };
  field.addEventListener('input', look);
  field.addEventListener('focus', () => { prepared ??= prepare(); });
  field.addEventListener('keydown', (event) => {
    const last = options().length - 1;
    if (event.key === 'ArrowDown') mark(Math.min(last, chosen + 1));
    else if (event.key === 'ArrowUp') mark(Math.max(0, chosen - 1));
    else if (event.key === 'Escape') { field.value = ''; look(); }
    else if (event.key !== 'Enter') return;
    if (event.key === 'Enter') look().then(() => open(Math.max(0, chosen)));
    event.preventDefault();
  });
  return h('form', { class: 'search', role: 'search', onsubmit: (event) => event.preventDefault() },
    h('label', { for: 'search' }, t('search_label')), field, list, status);
}

/** @param {any} one */
const result = (one) => [
  h('a', { href: linkTo(['county', one.code]), tabindex: '-1' },
    h('b', {}, one.name), ' ',
    h('span', { class: 'wider' }, [one.province, one.city].filter(Boolean).join(' '), ' ', one.code),
    one.former ? h('span', { class: 'badge' }, t('former_name')) : null,
    one.reported ? h('span', { class: 'badge agreed' }, t('has_reports')) : h('span', { class: 'wider' }, ` ${word('level', one.level)}`)),
];
