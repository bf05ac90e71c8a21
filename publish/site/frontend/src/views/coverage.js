import { share, shareText, step, telling, yearsOf } from '../coverage-words.js';
import { version } from '../data.js';
import { h, heads, scrolling } from '../dom.js';
import { t, word, words } from '../language.js';
import { count } from '../numbers.js';
import { linkTo } from '../router.js';
import { tiles } from '../tiles.js';
import { select } from './overview.js';
import { legend } from './province.js';

const TYPES = ['budget', 'final_accounts'];

/** @param {string[]} path @param {URLSearchParams} query */
export async function coverageView(path, query) {
  const { provinces } = await version();
  const type = TYPES.includes(query.get('type') ?? '') ? query.get('type') : 'final_accounts';
  const years = yearsOf(provinces);
  const year = years.includes(query.get('year') ?? '') ? query.get('year') : telling(provinces, type);
  const states = words('coverage').filter((state) => provinces.some((one) => one.coverage[year]?.[type]?.[state]));
  return {
    title: t('nav_coverage'),
    wide: true,
    content: [
      h('h1', {}, t('nav_coverage')),
      h('p', { class: 'lead' }, t('coverage_lead')),
      h('div', { class: 'filters' }, select('year', years, year, (one) => one), select('type', TYPES, type, (one) => word('report_type', one))),
      h('h2', {}, t('map_title', { year, type: word('report_type', type) })),
      tiles(provinces, (one) => {
        const of = share(one.coverage[year]?.[type]);
        return { text: shareText(of), label: t('tile_label', { name: one.name, ...of }), kind: step(of), href: linkTo(['province', one.code]) };
      }, t('map_label')),
      h('p', { class: 'hint' }, t('map_hint')),
      h('h2', {}, t('coverage_table')),
      legend(),
      scrolling(t('coverage_table'), h('table', {},
        heads([[t('column_province')], ...states.map((state) => [word('coverage', state), 'number']), [t('not_in_registry'), 'number']]),
        h('tbody', {}, provinces.map((one) => {
          const counted = one.coverage[year]?.[type] ?? {};
          const watched = Object.values(counted).reduce((total, number) => total + number, 0);
          return h('tr', {}, h('th', { scope: 'row' }, h('a', { href: linkTo(['province', one.code]) }, one.name)),
            states.map((state) => h('td', { class: 'number' }, counted[state] ? count(counted[state]) : '')), h('td', { class: 'number' }, count(Math.max(0, one.divisions - watched))));
        })))),
    ],
  };
}
