import { SIGNS } from '../coverage-words.js';
import { division } from '../data.js';
import { h, outside, scrolling } from '../dom.js';
import { downloads, evidenceLink, figure, money } from '../figure.js';
import { language, t, told, word, yearAndType } from '../language.js';
import { asTenThousands, size, tenThousands } from '../numbers.js';
import { linkTo, replace, here } from '../router.js';
import { saveFigures } from '../save.js';

/** Rows of the table of years, by what they belong to; names are columns of `totals`. */
const GROUPS = {
  revenue: ['revenue_total', 'revenue_current', 'fiscal_appropriation', 'general_public_budget', 'gov_fund', 'state_capital', 'superior_subsidy', 'business', 'operating', 'affiliated', 'other_revenue', 'carryover_begin', 'nonfiscal_surplus_used'],
  expenditure: ['expenditure_total', 'expenditure_current', 'basic', 'personnel', 'public_funds', 'project', 'remitted', 'operating_expenditure', 'subsidy_affiliated', 'surplus_distribution', 'carryover_end'],
  other: ['three_public_budget', 'three_public_final', 'agency_operating', 'procurement_total', 'vehicles', 'staff_in_post'],
};
const COUNTS = ['vehicles', 'staff_in_post'];

/** @param {string[]} path @param {URLSearchParams} query */
export async function countyView([, code], query) {
  const of = await division(code);
  const { reports, coverage, provinceName, provinceCode } = of;
  const bodies = [...new Set(reports.map(bodyOf))];
  const body = bodies.includes(query.get('agency')) ? query.get('agency') : mostReports(bodies, reports);
  const shown = reports.filter((one) => bodyOf(one) === body).sort(byYear);
  return {
    title: of.name,
    wide: true,
    content: [
      h('nav', { class: 'crumbs', 'aria-label': t('crumbs') }, h('a', { href: linkTo(['province', provinceCode]) }, provinceName), of.city && of.city !== provinceName ? [' › ', of.city] : null),
      h('h1', {}, of.name, ' ', h('small', {}, of.code)),
      reports.length === 0 ? h('p', { class: 'note' }, coverage.length ? t('no_reports_yet') : t('not_watched_yet')) : null,
      bodies.length > 1 ? chooser(bodies, body) : shown.length ? h('p', { class: 'lead' }, bodyName(body)) : null,
      shown.length ? [
        failedChecks(shown),
        sideBySide(shown),
        charts(shown),
        reportList(shown),
        h('p', { class: 'links' }, h('button', { type: 'button', class: 'button', onclick: () => saveFigures(of, reports) }, t('save_figures')), downloads(of.downloads), h('a', { class: 'button quiet', href: linkTo(['downloads'], { province: provinceCode }) }, t('province_files'))),
      ] : null,
      coverage.length ? coverageTable(coverage) : null,
    ],
  };
}

const bodyOf = (report) => `${report.agency}|${report.scope}`;
const bodyName = (body) => {
  const [agency, scope] = [body.slice(0, body.lastIndexOf('|')), body.slice(body.lastIndexOf('|') + 1)];
  return `${agency}（${word('scope', scope)}）`;
};
const mostReports = (bodies, reports) => bodies.map((body) => [reports.filter((one) => bodyOf(one) === body).length, body]).sort((a, b) => b[0] - a[0])[0]?.[1];
const byYear = (a, b) => (a.fiscal_year + a.report_type).localeCompare(b.fiscal_year + b.report_type);
const heading = (report) => yearAndType(report.fiscal_year, report.report_type);

function chooser(bodies, body) {
  const select = h('select', { id: 'agency', onchange: () => replace(here({ agency: select.value })) },
    bodies.map((one) => h('option', { value: one, selected: one === body }, bodyName(one))));
  return h('p', { class: 'chooser' }, h('label', { for: 'agency' }, t('agency')), select, h('span', { class: 'hint' }, t('never_added')));
}

function failedChecks(reports) {
  const failed = reports.flatMap((report) => report.failed.map((check) => ({ report, check })));
  if (failed.length === 0) return h('p', { class: 'note good' }, t('all_passed'));
  const errors = failed.filter(({ check }) => check.verdict === 'error').length;
  return h('details', { class: 'failed', open: failed.length <= 5 },
    h('summary', {}, t('failed_summary', { errors, warnings: failed.length - errors })),
    h('ul', {}, failed.map(({ report, check }) => h('li', {}, sentence(report, check)))));
}

/** A failed check in words, with links to the facts it speaks of. @param {any} report @param {any} check */
export function sentence(report, check) {
  const facts = (check.fact_ids ?? '').split(' ').filter(Boolean);
  return [
    h('span', { class: `verdict ${check.verdict}` }, word('verdict', check.verdict)), ' ',
    h('b', {}, heading(report)), ' ', told([check.message_zh, check.message_en]), ' ',
    facts.slice(0, 6).map((fact, at) => [h('a', { class: 'fact-link', href: evidenceLink(report.report_id, fact), 'aria-label': t('fact_of_check', { number: at + 1 }) }, `[${at + 1}]`), ' ']),
    h('small', {}, h('abbr', { title: word('rule', check.rule) }, check.rule)),
  ];
}

function sideBySide(reports) {
  const rows = Object.entries(GROUPS).map(([group, columns]) => {
    const used = columns.filter((column) => reports.some((report) => report.totals[column]));
    return used.length ? [
      h('tr', { class: 'group' }, h('th', { scope: 'rowgroup', colspan: reports.length + 1 }, t(`group_${group}`))),
      used.map((column) => h('tr', {}, h('th', { scope: 'row' }, word('totals', column)),
        reports.map((report) => h('td', { class: 'number' }, cell(report, column))))),
    ] : null;
  });
  return h('section', {},
    h('h2', {}, t('side_by_side')),
    h('p', { class: 'hint' }, t('side_by_side_hint')),
    scrolling(t('side_by_side'), h('table', { class: 'years' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('in_ten_thousands')), reports.map((report) => h('th', { scope: 'col' }, h('a', { href: linkTo(['report', report.report_id]) }, heading(report)))))),
      h('tbody', {}, rows))));
}

function cell(report, column) {
  const found = report.totals[column];
  const label = `${word('totals', column)} ${heading(report)}`;
  if (!found) return h('span', { class: 'empty', 'aria-label': t('not_printed') }, '');
  return COUNTS.includes(column) ? figure(report.report_id, found[1], found[0], label) : money(report.report_id, found, label);
}

const CHARTS = {
  spending: (report) => one(report, word('report_type', report.report_type), report.totals.expenditure_current),
  kinds: (report) => ['basic', 'project'].flatMap((name) => one(report, word('totals', name), report.totals[name])),
  three_public: (report) => report.three_public
    .filter(([item, phase]) => THREE.includes(item) && phase === (report.report_type === 'budget' ? 'budget' : 'final'))
    .flatMap(([item, , amount, fact]) => one(report, item, [amount, fact])),
  functions: (report) => (report.functions?.classes ?? []).flatMap(([, name, amount, fact]) => one(report, name, [amount, fact])),
};
const THREE = ['因公出国（境）费', '公务用车购置及运行维护费', '公务接待费'];

function one(report, series, found) {
  if (!found) return [];
  const [amount, fact] = found;
  return [{ report, series, y: asTenThousands(amount), href: fact ? evidenceLink(report.report_id, fact) : null, label: `${heading(report)} ${series} ${tenThousands(amount)} ${t('ten_thousand_yuan')}` }];
}

function charts(reports) {
  const grid = h('div', { class: 'chart-grid' });
  const box = h('section', { class: 'charts', 'aria-label': t('plots') }, h('h2', {}, t('plots')), grid);
  const columns = reports.map(shortHeading);
  import('../charts.js').then(({ barPlot, COLOURS }) => {
    for (const [name, barsOf] of Object.entries(CHARTS)) {
      const bars = reports.flatMap((report) => barsOf(report).map((bar) => ({ ...bar, x: shortHeading(report) })));
      if (!bars.some((bar) => bar.y > 0)) continue;
      const series = [...new Set(bars.map((bar) => bar.series))];
      const holder = h('div', { class: 'plot-holder', tabindex: '0', role: 'region', 'aria-label': t(`plot_${name}`) });
      grid.append(h('figure', {},
        h('figcaption', {}, h('b', {}, t(`plot_${name}`)), ' ', h('span', { class: 'hint' }, t('ten_thousand_yuan'))),
        colours(series, COLOURS), holder));
      holder.append(barPlot(bars, { label: t(`plot_${name}`), series, columns, space: holder.clientWidth || 340 }));
    }
    if (!grid.children.length) box.remove();
  });
  return box;
}

/** Which colour is which series. @param {string[]} series @param {string[]} range */
export const colours = (series, range) =>
  h('ul', { class: 'legend' }, series.map((name, at) => h('li', {}, h('span', { class: 'swatch', style: { background: range[at % range.length] }, 'aria-hidden': 'true' }), name)));

const shortHeading = (report) => `${report.fiscal_year} ${language() === 'en' ? (report.report_type === 'budget' ? 'B' : 'F') : report.report_type === 'budget' ? '预' : '决'}`;

function reportList(reports) {
  return h('section', {}, h('h2', {}, t('reports')),
    h('ul', { class: 'cards' }, [...reports].reverse().map((report) => h('li', { class: 'card' },
      h('h3', {}, h('a', { href: linkTo(['report', report.report_id]) }, heading(report)), ' ', h('span', { class: `badge state-${report.state}` }, word('report_state', report.state))),
      h('p', {}, report.title ?? report.agency),
      h('p', { class: 'hint' }, [report.published_on ? t('published_on', { day: report.published_on }) : null, t('facts_count', { count: report.facts }), t('failed_count', { count: report.checks_failed }), report.revision !== '1' ? t('revision', { number: report.revision }) : null].filter(Boolean).join(' · ')),
      h('ul', { class: 'documents' }, [outside(report.page_url, t('landing_page')), ...report.documents.map((one) => [outside(one.url, one.file_name ?? t('document')), ' ', h('small', {}, size(one.bytes))])].map((item) => h('li', {}, item)))))));
}

function coverageTable(coverage) {
  const years = [...new Set(coverage.map(([year]) => year))].sort().reverse();
  const types = ['budget', 'final_accounts'];
  return h('section', {}, h('h2', {}, t('coverage_here')),
    scrolling(t('coverage_here'), h('table', {},
      h('thead', {}, h('tr', {}, [t('fiscal_year'), ...types.map((type) => word('report_type', type))].map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, years.map((year) => h('tr', {}, h('th', { scope: 'row' }, year), types.map((type) => h('td', {}, coverageCell(coverage.find((cell) => cell[0] === year && cell[1] === type))))))))));
}

/** @param {any[] | undefined} cell */
export function coverageCell(cell) {
  if (!cell) return '';
  const [, , state, due, report, evidence, note] = cell;
  return [
    h('span', { class: `state ${state}` }, h('span', { 'aria-hidden': 'true' }, SIGNS[state]), ' ', report ? h('a', { href: linkTo(['report', report]) }, word('coverage', state)) : word('coverage', state)),
    due ? h('small', {}, ' ', t('due', { day: due })) : null,
    evidence ? h('small', {}, ' ', /^https?:/.test(evidence) ? outside(evidence, t('coverage_evidence')) : h('code', {}, evidence)) : null,
    note ? h('small', {}, ' ', note) : null,
  ];
}
