// The figures of one division as a CSV file, made in the browser from what is shown.

import { h } from './dom.js';

const HEADER = ['report_id', 'agency', 'scope', 'fiscal_year', 'report_type', 'column', 'amount_yuan_or_count', 'fact_id'];

/** @param {any} division @param {any[]} reports */
export function saveFigures(division, reports) {
  const rows = reports.flatMap((report) =>
    Object.entries(report.totals).map(([column, [value, fact]]) => [report.report_id, report.agency, report.scope, report.fiscal_year, report.report_type, column, value, fact]),
  );
  // The mark at the start tells Excel and WPS that it is UTF-8.
  const text = `\uFEFF${[HEADER, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = h('a', { href: address, download: `xinfang-${division.code}.csv` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Quoted where needed; a text that a spreadsheet would take for a formula gets an apostrophe. @param {string} text */
function cell(text) {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
