// The catalogue: one page whose place says what is shown.

import { version, Missing } from './data.js';
import { append, fill, h } from './dom.js';
import { followEvidence } from './evidence.js';
import { language, setLanguage, t } from './language.js';
import { here, linkTo, place } from './router.js';
import { aboutView } from './views/about.js';
import { checksView } from './views/checks.js';
import { countyView } from './views/county.js';
import { coverageView } from './views/coverage.js';
import { dictionaryView } from './views/dictionary.js';
import { downloadsView } from './views/downloads.js';
import { homeView } from './views/home.js';
import { overviewView } from './views/overview.js';
import { provinceView } from './views/province.js';
import { reportView } from './views/report.js';
import { statusView } from './views/status.js';
import { versionsView } from './views/versions.js';

/** @typedef {{ title: string, content: any, wide?: boolean }} View */
/** @type {Record<string, (path: string[], query: URLSearchParams) => Promise<View>>} */
const VIEWS = {
  '': homeView,
  county: countyView,
  report: reportView,
  province: provinceView,
  overview: overviewView,
  coverage: coverageView,
  checks: checksView,
  downloads: downloadsView,
  dictionary: dictionaryView,
  versions: versionsView,
  status: statusView,
  about: aboutView,
};
const NAVIGATION = ['overview', 'coverage', 'checks', 'downloads', 'versions', 'status', 'dictionary', 'about'];

const app = /** @type {Element} */ (document.querySelector('#app'));
/** @type {string | null} */
let shownPath = null;
let shownQuery = '';
let turn = 0;

function frame() {
  const { path, query } = place();
  const other = language() === 'en' ? 'zh' : 'en';
  query.delete('language');
  fill(
    app,
    h('a', { class: 'skip', href: '#main', onclick: skip }, t('skip')),
    h('header', { class: 'top' },
      h('a', { class: 'brand', href: linkTo([]) }, h('span', { class: 'seal', 'aria-hidden': 'true' }, '信'), h('span', {}, t('brand'))),
      h('nav', { 'aria-label': t('navigation') }, h('ul', {}, NAVIGATION.map((name) => h('li', {},
        h('a', { href: linkTo([name]), 'aria-current': path[0] === name ? 'page' : null }, t(`nav_${name}`)))))),
      h('a', { class: 'language', href: linkTo(path, { ...Object.fromEntries(query), language: other }), lang: other === 'en' ? 'en' : 'zh-Hans', hreflang: other }, other === 'en' ? 'English' : '中文')),
    h('main', { id: 'main', tabindex: '-1' }),
    h('footer', {}, h('p', { id: 'version-line' }), h('p', {}, t('licence_line'))),
  );
  version().then((one) => {
    const line = document.querySelector('#version-line');
    if (line) append(line, h('a', { href: linkTo(['versions']) }, t('version_line', { number: one.release.number, name: one.release.version, day: one.release.created.slice(0, 10) })));
  }, () => {});
}

/** @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.querySelector('main')?.focus();
}

async function show() {
  const { path, query } = place();
  const wanted = query.get('language');
  const switched = wanted !== null && wanted !== language();
  if (wanted) {
    setLanguage(wanted);
    history.replaceState(null, '', here({ language: undefined }));
    query.delete('language');
  }
  const fact = query.get('fact');
  query.delete('fact');
  const key = path.join('/');
  const same = key === shownPath && query.toString() === shownQuery && !switched;
  if (!same) await draw(path, query, key !== shownPath);
  if (fact || document.querySelector('dialog[open]')) await followEvidence();
}

/** @param {string[]} path @param {URLSearchParams} query @param {boolean} moved to another page, not only another filter */
async function draw(path, query, moved) {
  const first = shownPath === null;
  turn += 1;
  const mine = turn;
  frame();
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  fill(main, h('p', { role: 'status', class: 'loading' }, t('loading')));
  shownPath = path.join('/');
  shownQuery = query.toString();
  let view;
  try {
    view = await (VIEWS[path[0] ?? ''] ?? missing)(path, query);
  } catch (problem) {
    view = problem instanceof Missing ? await missing() : failed(problem);
  }
  if (mine !== turn) return;
  document.title = view.title === t('brand') ? view.title : `${view.title} · ${t('brand')}`;
  fill(main, view.content);
  main.className = view.wide ? 'wide' : '';
  if (moved && !first) {
    scrollTo(0, 0);
    main.querySelector('h1')?.setAttribute('tabindex', '-1');
    main.querySelector('h1')?.focus();
  }
}

async function missing() {
  return { title: t('missing'), content: [h('h1', {}, t('missing')), h('p', {}, h('a', { href: linkTo([]) }, t('to_start')))] };
}

/** @param {unknown} problem */
function failed(problem) {
  console.error(problem);
  return { title: t('not_loaded'), content: [h('h1', {}, t('not_loaded')), h('p', { role: 'alert' }, t('try_again'))] };
}

setLanguage(language());
addEventListener('hashchange', show);
show();
