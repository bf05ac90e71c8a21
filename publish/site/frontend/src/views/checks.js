import { division, ofReport, province, provinceLists, version } from '../data.js';
import { fill, h } from '../dom.js';
import { t, word, words, yearAndType } from '../language.js';
import { count } from '../numbers.js';
import { here, linkTo, replace } from '../router.js';
import { sentence } from './county.js';

const PAGE = 50;
/** Where the country has more reports than these, one province is looked at at a time. */
const MOST_AT_ONCE = 3000;

/** @param {string[]} path @param {URLSearchParams} query */
export async function checksView(path, query) {
  const { provinces } = await version();
  const reports = provinces.reduce((sum, one) => sum + one.reports, 0);
  const code = query.get('province') ?? '';
  const all = reports <= MOST_AT_ONCE;
  const of = provinces.filter((one) => one.failing && (code ? one.code === code : all));
  const rule = query.get('rule') ?? '';
  const verdict = query.get('verdict') ?? '';
  const year = query.get('year') ?? '';
  const found = (await Promise.all(of.map(reportsOf))).flat()
    .filter(({ report }) => matches(report, { rule, verdict, year }))
    .sort((a, b) => errors(b.report) - errors(a.report) || b.report.year.localeCompare(a.report.year) || a.report.id.localeCompare(b.report.id));
  const rules = [...new Set(provinces.flatMap((one) => Object.keys(one.rules)))].sort();
  const years = [...new Set(provinces.flatMap((one) => Object.keys(one.spending)))].sort().reverse();
  return {
    title: t('nav_checks'),
    wide: true,
    content: [
      h('h1', {}, t('checks_title')),
      h('p', { class: 'lead' }, t('checks_lead')),
      h('form', { class: 'filters', onsubmit: (event) => event.preventDefault() },
        choice('province', code, [['', t(all ? 'any_province' : 'choose_province')], ...provinces.filter((one) => one.reports).map((one) => [one.code, `${one.name} (${one.failing})`])]),
        choice('rule', rule, [['', t('any_rule')], ...rules.map((one) => [one, `${one} ${word('rule', one)}`])]),
        choice('verdict', verdict, [['', t('any_verdict')], ['error', word('verdict', 'error')], ['warn', word('verdict', 'warn')]]),
        choice('year', year, [['', t('any_year')], ...years.map((one) => [one, one])])),
      h('p', { role: 'status', class: 'hint' }, !all && !code ? t('choose_province') : t('found_reports', { count: count(found.length) })),
      results(found, { rule, verdict }),
    ],
  };
}

/** Every report of a province. @param {any} entry its line in the version's file */
async function reportsOf({ code, name }) {
  const [{ divisions }, lists] = await Promise.all([province(code), provinceLists(code)]);
  return divisions.filter((one) => one.reports).flatMap((county) =>
    lists[county.code].reports.map(([id, , failed]) => ({ county, province: name, report: { id, failed, ...ofReport(id) } })));
}

function choice(name, chosen, options) {
  const field = h('select', { id: `filter-${name}`, onchange: () => replace(here({ [name]: field.value || undefined })) }, options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)));
  return h('p', { class: 'filter' }, h('label', { for: `filter-${name}` }, t(`filter_${name}`)), field);
}

const errors = (report) => Object.values(report.failed).reduce((sum, [error]) => sum + error, 0);
const warnings = (report) => Object.values(report.failed).reduce((sum, [, warning]) => sum + warning, 0);

function matches(report, { rule, verdict, year }) {
  if (year && report.year !== year) return false;
  return Object.entries(report.failed).some(([name, [error, warning]]) => (!rule || rule === name) && (verdict === 'error' ? error : verdict === 'warn' ? warning : error + warning) > 0);
}

function results(found, filter) {
  const list = h('ul', { class: 'results' });
  const more = h('button', { type: 'button', class: 'button quiet' }, t('more'));
  let shown = 0;
  const add = () => {
    list.append(...found.slice(shown, shown + PAGE).map((one) => result(one, filter)));
    shown += PAGE;
    more.hidden = shown >= found.length;
  };
  more.addEventListener('click', add);
  add();
  return [list, more];
}

/** One report; its sentences are fetched when it is opened. */
function result({ county, report, province: of }, { rule, verdict }) {
  const sentences = h('div', { class: 'sentences' });
  let asked = false;
  const open = async () => {
    if (asked) return;
    asked = true;
    fill(sentences, h('p', { role: 'status' }, t('loading')));
    const full = (await division(county.code)).reports.find((one) => one.report_id === report.id);
    const shown = full.failed.filter((check) => (!rule || check.rule === rule) && (!verdict || check.verdict === verdict));
    fill(sentences, h('ul', {}, shown.map((check) => h('li', {}, sentence(full, check)))), h('p', {}, h('a', { href: linkTo(['report', report.id]) }, t('to_report'))));
  };
  return h('li', {}, h('details', { ontoggle: open },
    h('summary', {}, h('b', {}, `${of} ${county.name}`), ' ', yearAndType(report.year, report.type), ' ',
      h('span', { class: 'verdict error' }, t('errors_count', { count: errors(report) })), ' ', h('span', { class: 'verdict warn' }, t('warnings_count', { count: warnings(report) })),
      h('span', { class: 'hint' }, ' ', Object.keys(report.failed).join(' '))),
    sentences));
}
