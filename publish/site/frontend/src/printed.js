// A printed table as it was read: cells in their printed rows and columns, one of them marked.

import { h, scrolling } from './dom.js';
import { t, word } from './language.js';
import { evidenceLink } from './figure.js';

/** Rows shown around the marked one of a long table. */
const AROUND = 10;

/** @param {any} file @param {any} fact */
export const tableOf = (file, fact) =>
  fact.origin === 'table' && fact.row_no && // what a table declares as a whole has a quote only
  file.tables.find((one) => one.document === fact.document_id && String(one.table) === fact.table_no);

/**
 * @param {any} file the report @param {any} table one of its tables
 * @param {{ marked?: string }} [options] `marked`: id of the fact whose cell is marked
 */
export function printedTable(file, table, { marked } = {}) {
  const markedAt = table.rows.findIndex(([, cells]) => cells.some((cell) => factsOf(file, cell).includes(marked)));
  const long = marked !== undefined && table.rows.length > 2 * AROUND + 5;
  const shown = long ? table.rows.slice(Math.max(0, markedAt - AROUND), markedAt + AROUND + 1) : table.rows;
  const box = h('div', { class: 'printed' });
  const draw = (rows) => {
    const whole = h('table', { class: 'printed-table' }, head(table), h('tbody', {}, rows.map((row) => line(file, table, row, marked))));
    const region = scrolling(caption(table), whole);
    const more = rows.length < table.rows.length
      ? h('button', { type: 'button', class: 'quiet', onclick: () => draw(table.rows) }, t('all_rows', { count: table.rows.length }))
      : null;
    box.replaceChildren(region, ...(more ? [more] : []));
  };
  draw(shown);
  return box;
}

/** @param {any} table */
export const caption = (table) =>
  t('table_caption', { number: table.table, statements: table.statements.map((one) => word('statement', one)).join(t('comma')) });

/** @param {any} file @param {any} cell */
const factsOf = (file, [, , facts]) => facts.map((at) => file.list[at].fact_id);

/** Every column number from the first that holds something to the last. @param {any} table */
function columnsOf(table) {
  const numbers = table.rows.flatMap(([, cells]) => cells.map(([column]) => column));
  const first = Math.min(...numbers);
  return Array.from({ length: Math.max(...numbers) - first + 1 }, (_, at) => first + at);
}

/** @param {any} table */
function head(table) {
  const headings = new Map(table.columns);
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      h('th', { scope: 'col', class: 'row-number' }, t('row')),
      columnsOf(table).map((column) => h('th', { scope: 'col' }, heading(headings.get(column)))),
    ),
  );
}

/** @param {string | undefined} heading */
const heading = (heading) => (heading?.startsWith('@') ? word('measure', heading.slice(1)) : (heading ?? ''));

/** @param {any} file @param {any} table @param {any} row @param {string | undefined} marked */
function line(file, table, [number, cells], marked) {
  const byColumn = new Map(cells.map((cell) => [cell[0], cell]));
  const columns = columnsOf(table);
  const parts = [];
  for (let at = 0; at < columns.length; at += 1) {
    const cell = byColumn.get(columns[at]);
    if (!cell) {
      parts.push(h('td'));
      continue;
    }
    let span = 1; // a label reaches as far as nothing else is printed
    if (cell[2].length === 0) while (at + span < columns.length && !byColumn.has(columns[at + span])) span += 1;
    parts.push(cellOf(file, cell, span, marked));
    at += span - 1;
  }
  return h('tr', {}, h('th', { scope: 'row', class: 'row-number' }, number), parts);
}

/** @param {any} file @param {any} cell @param {number} span @param {string | undefined} marked */
function cellOf(file, [, text, facts], span, marked) {
  const attributes = { colspan: span > 1 ? span : null };
  if (facts.length === 0) return h('td', { ...attributes, class: 'label' }, text);
  const own = facts.map((at) => file.list[at]);
  const isMarked = own.some((fact) => fact.fact_id === marked);
  const kind = /[\d—-]/.test(text) && text.length < 16 ? 'number' : 'words';
  return h(
    'td',
    { ...attributes, class: `${kind}${isMarked ? ' marked' : ''}`, id: isMarked ? 'marked-cell' : null },
    isMarked
      ? h('mark', {}, text)
      : h('a', { class: 'figure', href: evidenceLink(file.report.report_id, own[0].fact_id) }, text || '∅'),
    own.length > 1 && isMarked ? h('span', { class: 'sr' }, t('several_facts', { count: own.length })) : null,
  );
}
