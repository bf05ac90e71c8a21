import { addressOf, descriptor, version } from '../data.js';
import { h, heads, scrolling } from '../dom.js';
import { t, told } from '../language.js';
import { count, size } from '../numbers.js';
import { select } from './overview.js';
import { column } from './province.js';

/** Name of the only part of a table that is not cut by province. */
const WHOLE = 'all';
/** More files than these are shown province by province. */
const MOST_LISTED = 80;

/** @param {string[]} path @param {URLSearchParams} query */
export async function downloadsView(path, query) {
  const [{ provinces, release }, described] = await Promise.all([version(), descriptor()]);
  const code = query.get('province') ?? '';
  const own = `versions/${release.number}/`;
  const whole = [['README.md', 'README'], ['changes.csv', 'changes.csv'], ['SHA256SUMS', 'SHA256SUMS'], ['CITATION.cff', 'CITATION.cff'], ['LICENSE', 'LICENSE'], ['statistics.json', 'statistics.json'], ['index.json', 'index.json']];
  return {
    title: t('nav_downloads'),
    wide: true,
    content: [
      h('h1', {}, t('nav_downloads')),
      h('p', { class: 'lead' }, t('downloads_lead')),
      h('pre', { tabindex: '0', 'aria-label': t('example') }, `from frictionless import Package\npackage = Package("${new URL(addressOf('datapackage.json'), location.href).href}")\nrows = package.get_resource("totals").read_rows()`),
      h('p', { class: 'links' }, h('a', { class: 'button', href: addressOf(`v${release.number}.datapackage.json`) }, t('whole_package', { number: release.number })), ...whole.map(([file, name]) => h('a', { class: 'button quiet', href: addressOf(own + file) }, name))),
      extra(described, own),
      h('h2', {}, t('tables_of_data')),
      h('div', { class: 'filters' }, select('province', ['', ...provinces.filter((one) => one.reports).map((one) => one.code)], code, (one) => provinces.find((of) => of.code === one)?.name ?? t('any_province'))),
      scrolling(t('tables_of_data'), h('table', {},
        heads(['resource', '#rows', 'files'].map(column)),
        h('tbody', {}, described.resources.map((resource) => {
          const parts = partsOf(resource).filter((part) => !code || part.name === WHOLE || part.name.startsWith(code.slice(0, 2)));
          return h('tr', {}, h('th', { scope: 'row' }, told([resource.title, resource['title@en']]), ' ', h('code', {}, resource.name)),
            h('td', { class: 'number' }, count(parts.reduce((sum, part) => sum + part.rows, 0))),
            h('td', {}, parts.length > MOST_LISTED ? t('choose_province_for', { count: count(parts.length) }) : h('ul', { class: 'files' }, parts.map((part) => h('li', {}, h('a', { href: addressOf(part.path), download: part.path.split('/').pop() }, `${partName(part.name, provinces)}.csv`), ' ', h('small', {}, size(part.bytes)))))));
        })))),
    ],
  };
}

/** Files of the version besides the tables, as the descriptor lists them. */
function extra(described, own) {
  const files = described.release.renditions ?? [];
  return files.length ? h('ul', {}, files.map((file) => h('li', {}, h('a', { href: addressOf(file.path ?? own + file) }, file.title ?? file.path ?? file)))) : null;
}

/** The files of a resource: its paths, with name, rows and bytes of each. @param {any} resource */
const partsOf = ({ path, parts }) => parts.map((part, at) => ({ ...part, path: Array.isArray(path) ? path[at] : path }));

/** A part is named by the first digits of its divisions' codes: 140000 is a whole province, 140400 a prefecture. @param {string} name @param {any[]} provinces */
function partName(name, provinces) {
  if (name === WHOLE) return t('whole');
  const province = provinces.find((one) => one.code.startsWith(name.slice(0, 2)))?.name ?? name;
  return !name.endsWith('0000') ? `${province} ${name}` : province;
}
