// How things stand: the last runs, how fresh the data are, the portals by the outcome of their last visit.

import { Missing, status } from '../data.js';
import { h, heads, scrolling, terms } from '../dom.js';
import { t, told, word } from '../language.js';
import { ago, count, moment, percent } from '../numbers.js';
import { linkTo } from '../router.js';
import { column } from './province.js';

/** Outcomes of a visit that worked as declared. */
const GOOD = new Set(['ok', 'declared_empty', 'not_modified', 'partial', 'page_ignored']);
const MOST_SHOWN = 200;
const STALE_HOURS = 48;

export async function statusView() {
  const now = await status().catch((problem) => {
    if (problem instanceof Missing) return null;
    throw problem;
  });
  const head = [h('h1', {}, t('nav_status')), h('p', { class: 'lead' }, t('status_lead'))];
  if (!now) return { title: t('nav_status'), content: [head, h('p', { class: 'note' }, t('no_status'))] };
  const hours = (Date.now() - Date.parse(now.updated_at)) / 3_600_000;
  return {
    title: t('nav_status'),
    wide: true,
    content: [
      head,
      hours > STALE_HOURS ? h('p', { class: 'note' }, t('status_stale', { ago: ago(now.updated_at) })) : null,
      terms([
        [t('status_updated'), when(now.updated_at)],
        [t('status_version'), now.version && [h('a', { href: linkTo(['versions']) }, t('version_line', { number: now.version.number, name: now.version.name, day: now.version.created.slice(0, 10) }))]],
        [t('column_reports'), now.version && grown(now.version.reports, now.version.previous_reports)],
        [t('column_facts'), now.version && grown(now.version.facts, now.version.previous_facts)],
        [t('status_alarms'), now.alarms.length ? now.alarms.join(t('comma')) : t('status_no_alarm')],
      ]),
      h('h2', {}, t('status_runs')),
      runs(now.runs),
      h('h2', {}, t('status_outcomes')),
      shares(now.outcomes, 'outcome', t('status_outcomes'), t('portals')),
      h('h2', {}, t('status_in_vain')),
      inVain(now.portals),
      h('h2', {}, t('status_cells')),
      shares(now.coverage, 'coverage', t('status_cells'), t('status_cells_counted')),
      h('p', { class: 'hint' }, h('a', { href: linkTo(['coverage']) }, t('map_more'))),
    ],
  };
}

/** @param {string} at */
const when = (at) => [h('time', { datetime: at }, moment(at), ' UTC'), ' ', h('span', { class: 'hint' }, ago(at))];

/** @param {number} now @param {number | null} before */
const grown = (now, before) => (before === null || before === undefined || before === now ? count(now) : t('status_grown', { now: count(now), before: count(before) }));

/** @param {Record<string, any>} byFlow */
function runs(byFlow) {
  const rows = Object.entries(byFlow).sort(([, one], [, other]) => other.ended_at.localeCompare(one.ended_at));
  if (!rows.length) return h('p', {}, t('status_no_runs'));
  return scrolling(t('status_runs'), h('table', {},
    heads(['run', 'ended', '#visited', '#in_vain', '#reports', 'ended_with'].map(column)),
    h('tbody', {}, rows.map(([flow, run]) => h('tr', {},
      h('th', { scope: 'row' }, word('flow', flow)),
      h('td', {}, when(run.ended_at)),
      h('td', { class: 'number' }, count(run.portals)),
      h('td', { class: 'number' }, count(run.failed_portals)),
      h('td', { class: 'number' }, count(run.reports)),
      h('td', {}, run.problems.length ? h('span', { class: 'verdict error' }, t('status_problems', { count: count(run.problems.length) })) : word('run_result', run.publish), run.parse_failed ? [' ', h('span', { class: 'verdict warn' }, t('status_parse_failed', { count: count(run.parse_failed) }))] : null))))));
}

/** Counts as bars. @param {Record<string, number>} counts @param {string} list of the vocabulary @param {string} label @param {string} head */
function shares(counts, list, label, head) {
  const rows = Object.entries(counts).sort(([, one], [, other]) => other - one);
  const whole = rows.reduce((sum, [, number]) => sum + number, 0);
  if (!whole) return h('p', {}, t('status_nothing'));
  return scrolling(label, h('table', { class: 'shares' },
    heads([column('state'), [head, 'number'], [t('share'), '']]),
    h('tbody', {}, rows.map(([state, number]) => h('tr', {},
      h('th', { scope: 'row' }, word(list, state)),
      h('td', { class: 'number' }, count(number)),
      h('td', {}, h('span', { class: 'bar', 'aria-hidden': 'true', style: { '--part': number / whole } }), ' ', percent(number, whole)))))));
}

/** @param {Record<string, any>} portals */
function inVain(portals) {
  const rows = Object.entries(portals).filter(([, one]) => !GOOD.has(one.outcome)).sort(([, one], [, other]) => other.failures - one.failures);
  if (!rows.length) return h('p', { class: 'note good' }, t('status_all_well'));
  return [
    rows.length > MOST_SHOWN ? h('p', { class: 'hint' }, t('status_more', { shown: count(MOST_SHOWN), count: count(rows.length) })) : null,
    scrolling(t('status_in_vain'), h('table', {},
      heads(['portal', 'state', 'last_visit', 'last_success', '#in_vain', 'message'].map(column)),
      h('tbody', {}, rows.slice(0, MOST_SHOWN).map(([id, one]) => h('tr', {},
        h('th', { scope: 'row' }, h('code', {}, id)),
        h('td', {}, word('outcome', one.outcome)),
        h('td', {}, when(one.at)),
        h('td', {}, one.last_success ? when(one.last_success) : t('never')),
        h('td', { class: 'number' }, count(one.failures)),
        h('td', {}, told([one.message_zh ?? '', one.message_en ?? ''])))))))
  ];
}
