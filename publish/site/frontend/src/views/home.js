import { share, shareText, step, telling } from '../coverage-words.js';
import { ofReport, version } from '../data.js';
import { h } from '../dom.js';
import { t, word, yearAndType } from '../language.js';
import { count } from '../numbers.js';
import { linkTo } from '../router.js';
import { searchBox } from '../search.js';
import { tiles } from '../tiles.js';

export async function homeView() {
  const { provinces, release, changed } = await version();
  const reports = provinces.reduce((sum, one) => sum + one.reports, 0);
  const failing = provinces.reduce((sum, one) => sum + one.failing, 0);
  const divisions = provinces.reduce((sum, one) => sum + one.with_reports.length, 0);
  const type = 'final_accounts';
  const year = telling(provinces, type);
  return {
    title: t('brand'),
    wide: true,
    content: [
      h('section', { class: 'hero' }, h('h1', {}, t('brand')), h('p', { class: 'lead' }, t('lead')), searchBox()),
      h('ul', { class: 'stats', 'aria-label': t('in_numbers') },
        stat(count(reports), t('stat_reports'), linkTo(['overview'])),
        stat(count(divisions), t('stat_divisions'), linkTo(['overview'])),
        stat(count(release.rows.facts), t('stat_facts'), linkTo(['downloads'])),
        stat(count(failing), t('stat_failing'), linkTo(['checks']))),
      h('div', { class: 'two' },
        h('section', {},
          h('h2', {}, t('map_title', { year, type: word('report_type', type) })),
          tiles(provinces, (one) => {
            const states = share(one.coverage[year]?.[type]);
            return { text: shareText(states), label: t('tile_label', { name: one.name, ...states }), kind: step(states), href: linkTo(['province', one.code]) };
          }, t('map_label')),
          h('p', { class: 'hint' }, h('a', { href: linkTo(['coverage']) }, t('map_more')))),
        h('section', {},
          h('h2', {}, t('changed_title', { number: release.number })),
          h('p', { class: 'hint' }, release.previous ? t('changed_since', { number: release.previous, count: count(changed.count) }) : t('first_version')),
          h('ul', { class: 'list' }, changed.listed.slice(0, 8).map((one) => h('li', {}, changedReport(one)))),
          h('p', { class: 'hint' }, h('a', { href: linkTo(['versions']) }, t('all_versions'))))),
    ],
  };
}

const stat = (number, label, href) => h('li', {}, h('a', { href }, h('b', {}, number), h('span', {}, label)));

/** A report in the list of changes. @param {any[]} changed `[report, op, place, rows]` */
export function changedReport([id, op, name]) {
  const { year, type } = ofReport(id);
  const text = `${name} ${yearAndType(year, type)}`;
  return [h('span', { class: `badge op-${op}` }, word('op', op)), ' ', op === 'remove' ? text : h('a', { href: linkTo(['report', id]) }, text)];
}
