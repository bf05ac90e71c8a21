import { SIGNS } from '../coverage-words.js';
import { division, ofReport, province } from '../data.js';
import { fill, h, heads, scrolling } from '../dom.js';
import { downloads, money } from '../figure.js';
import { t, word, words, yearAndType } from '../language.js';
import { linkTo } from '../router.js';
import { coverageCell } from './county.js';

/** @param {string[]} path */
export async function provinceView([, code]) {
  const file = await province(code);
  const { name, divisions } = file;
  const reported = divisions.filter((one) => one.reports);
  const watched = divisions.filter((one) => one.coverage);
  const others = divisions.filter((one) => !one.file);
  return {
    title: name,
    wide: true,
    content: [
      h('nav', { class: 'crumbs', 'aria-label': t('crumbs') }, h('a', { href: linkTo(['overview']) }, t('nav_overview'))),
      h('h1', {}, name),
      h('p', { class: 'links' }, h('a', { class: 'button quiet', href: linkTo(['checks'], { province: code }) }, t('nav_checks')), h('a', { class: 'button quiet', href: linkTo(['downloads'], { province: code }) }, t('nav_downloads')), downloads(file.downloads)),
      h('h2', {}, t('divisions_with_reports', { count: reported.length })),
      reported.length ? list(reported) : h('p', { class: 'note' }, t('no_reports_in_province')),
      watched.length ? grid(file, watched) : null,
      others.length ? h('details', {}, h('summary', {}, t('others', { count: others.length })), h('ul', { class: 'names' }, others.map((one) => h('li', {}, h('a', { href: linkTo(['county', one.code]) }, one.name))))) : null,
    ],
  };
}

function list(counties) {
  return scrolling(t('divisions'), h('table', {},
    heads(['division', 'prefecture', '#reports', 'latest', '#spending_latest', '#failing_reports'].map(column)),
    h('tbody', {}, counties.map((one) => {
      const [id, spent] = one.latest;
      const { year, type } = ofReport(id);
      return h('tr', {},
        h('th', { scope: 'row' }, h('a', { href: linkTo(['county', one.code]) }, one.name)),
        h('td', {}, one.city ?? ''),
        h('td', { class: 'number' }, one.reports),
        h('td', {}, h('a', { href: linkTo(['report', id]) }, yearAndType(year, type))),
        h('td', { class: 'number' }, spent ? money(id, spent, `${one.name} ${yearAndType(year, type)}`) : ''),
        h('td', { class: 'number' }, one.failing));
    }))));
}

/** Every watched division by year and type: a sign and a colour for each state, words on asking. @param {any} file @param {any[]} counties */
function grid(file, counties) {
  const years = Array.from({ length: file.years }, (_, at) => String(file.first + at));
  const stateOf = (county, type, at) => file.states[parseInt(county.coverage[type][at], 36)];
  const types = ['budget', 'final_accounts'];
  const told = h('div', { class: 'cell-told', role: 'status' }, h('p', { class: 'hint' }, t('grid_hint')));
  const ask = async (county, year, type) => {
    const { coverage } = await division(county.code);
    fill(told, h('p', {}, h('b', {}, `${county.name} ${yearAndType(year, type)}`), ' ', coverageCell(coverage.find((cell) => cell[0] === year && cell[1] === type))));
  };
  return h('section', {},
    h('h2', {}, t('coverage_grid')),
    legend(),
    told,
    scrolling(t('coverage_grid'), h('table', { class: 'grid' },
      h('thead', {},
        h('tr', {}, h('th', { scope: 'col', rowspan: 2 }, t('column_division')), years.map((year) => h('th', { scope: 'colgroup', colspan: 2 }, year))),
        h('tr', {}, years.flatMap((year) => types.map((type) => h('th', { scope: 'col', 'aria-label': yearAndType(year, type) }, t(`short_${type}`)))))),
      h('tbody', {}, counties.map((county) => {
        return h('tr', {}, h('th', { scope: 'row' }, h('a', { href: linkTo(['county', county.code]) }, county.name)),
          years.flatMap((year, at) => types.map((type) => {
            const state = stateOf(county, type, at);
            if (!state) return h('td');
            return h('td', { class: `cell ${state}` }, h('button', { type: 'button', title: word('coverage', state), 'aria-label': `${county.name} ${yearAndType(year, type)}${t('colon')}${word('coverage', state)}`, onclick: () => ask(county, year, type) }, SIGNS[state]));
          })));
      })))));
}

/** A column's title; `#` in front of the name of one that holds numbers. @param {string} name */
export const column = (name) => (name.startsWith('#') ? [t(`column_${name.slice(1)}`), 'number'] : [t(`column_${name}`)]);

export const legend = () =>
  h('ul', { class: 'legend', 'aria-label': t('legend') }, words('coverage').map((state) => h('li', {}, h('span', { class: `cell ${state}`, 'aria-hidden': 'true' }, SIGNS[state]), ' ', word('coverage', state))));
