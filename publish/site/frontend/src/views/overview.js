import { share } from '../coverage-words.js';
import { version } from '../data.js';
import { h, heads, scrolling } from '../dom.js';
import { t, word } from '../language.js';
import { count, percent, tenThousands } from '../numbers.js';
import { here, linkTo, replace } from '../router.js';
import { colours } from './county.js';
import { column } from './province.js';

const TYPES = ['budget', 'final_accounts'];

/** @param {string[]} path @param {URLSearchParams} query */
export async function overviewView(path, query) {
  const { provinces } = await version();
  const years = [...new Set(provinces.flatMap((one) => Object.keys(one.spending)))].sort();
  const type = TYPES.includes(query.get('type') ?? '') ? query.get('type') : 'final_accounts';
  const year = query.get('year') && years.includes(query.get('year')) ? query.get('year') : years.filter((one) => provinces.some((of) => of.spending[one]?.[type])).at(-1) ?? years.at(-1);
  const sum = (get) => provinces.reduce((total, one) => total + (get(one) ?? 0), 0);
  return {
    title: t('nav_overview'),
    wide: true,
    content: [
      h('h1', {}, t('nav_overview')),
      h('p', { class: 'lead' }, t('overview_lead')),
      reportsPlot(provinces, years),
      h('h2', {}, t('by_year')),
      scrolling(t('by_year'), h('table', {},
        heads([[t('fiscal_year')], ...TYPES.map((one) => [t('reports_of', { type: word('report_type', one) }), 'number'])]),
        h('tbody', {}, [...years].reverse().map((one) => h('tr', {}, h('th', { scope: 'row' }, one), TYPES.map((kind) => h('td', { class: 'number' }, count(sum((of) => of.spending[one]?.[kind]?.[0]))))))))),
      h('h2', {}, t('by_province')),
      h('div', { class: 'filters' }, select('year', years, year, (one) => one), select('type', TYPES, type, (one) => word('report_type', one))),
      scrolling(t('by_province'), h('table', {},
        heads(['province', '#divisions_watched', '#published_share', '#reports_all', '#reports_year', '#median_spending', '#failing_reports'].map(column)),
        h('tbody', {}, provinces.map((one) => {
          const spending = one.spending[year]?.[type];
          const states = share(one.coverage[year]?.[type]);
          const watched = Object.values(one.coverage[year]?.[type] ?? {}).reduce((total, number) => total + number, 0);
          return h('tr', {},
            h('th', { scope: 'row' }, h('a', { href: linkTo(['province', one.code]) }, one.name)),
            h('td', { class: 'number' }, `${watched} / ${one.divisions}`),
            h('td', { class: 'number' }, states.due ? `${percent(states.published, states.due)} (${states.published}/${states.due})` : '—'),
            h('td', { class: 'number' }, count(one.reports)),
            h('td', { class: 'number' }, count(spending?.[0] ?? 0)),
            h('td', { class: 'number' }, spending?.[2] ? h('a', { class: 'figure', href: linkTo(['province', one.code]) }, tenThousands(spending[2])) : '—'),
            h('td', { class: 'number' }, h('a', { href: linkTo(['checks'], { province: one.code }) }, count(one.failing))));
        })))),
      h('p', { class: 'hint' }, t('median_hint')),
    ],
  };
}

export function select(name, values, chosen, told) {
  const field = h('select', { id: `filter-${name}`, onchange: () => replace(here({ [name]: field.value || undefined })) }, values.map((one) => h('option', { value: one, selected: one === chosen }, told(one))));
  return h('p', { class: 'filter' }, h('label', { for: `filter-${name}` }, t(`filter_${name}`)), field);
}

function reportsPlot(provinces, years) {
  const holder = h('div', { class: 'plot-holder', tabindex: '0', role: 'region', 'aria-label': t('plot_reports') });
  const series = TYPES.map((one) => word('report_type', one));
  const figure = h('figure', {}, h('figcaption', {}, h('b', {}, t('plot_reports'))), holder);
  import('../charts.js').then(({ barPlot, COLOURS }) => {
    const bars = years.flatMap((year) => TYPES.map((type) => {
      const number = provinces.reduce((total, one) => total + (one.spending[year]?.[type]?.[0] ?? 0), 0);
      return { x: year, y: number, series: word('report_type', type), href: null, label: `${year} ${word('report_type', type)}${t('colon')}${number}` };
    }));
    holder.before(colours(series, COLOURS));
    holder.append(barPlot(bars, { label: t('plot_reports'), series, columns: years, space: holder.clientWidth || 340 }));
  });
  return figure;
}
