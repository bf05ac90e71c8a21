// The evidence of one fact, in a dialog above the page: where it is printed, how it was read, what speaks against it.

import { archivedAddress, archiveIsOpen, mayRead } from './archive.js';
import { division, report, version } from './data.js';
import { fill, h, outside, terms } from './dom.js';
import { t, told, word, yearAndType } from './language.js';
import { decimal } from './numbers.js';
import { printedTable, tableOf } from './printed.js';
import { here, linkTo, place } from './router.js';

/** @type {HTMLDialogElement | null} */
let dialog = null;
/** @type {Element | null} */
let opener = null;

/** Show or hide the dialog as the place says. */
export async function followEvidence() {
  const wanted = place().query.get('fact');
  if (!wanted) {
    if (dialog?.open) dialog.close();
    return;
  }
  const [reportId, factId] = split(wanted);
  const shown = opened();
  const content = shown.querySelector('.evidence');
  fill(content, h('p', { role: 'status' }, t('loading')));
  try {
    const [file, of, { corrections }] = await Promise.all([report(reportId), division(reportId.slice(0, 6)), version()]);
    const fact = file.byId.get(factId);
    if (place().query.get('fact') !== wanted) return;
    fill(content, fact ? evidence(file, fact, of, corrections[fact.correction_id]) : h('p', {}, t('no_fact')));
    shown.querySelector('#marked-cell')?.scrollIntoView({ block: 'center', inline: 'center' });
    shown.scrollTop = 0;
    shown.querySelector('h2')?.focus();
  } catch {
    fill(content, h('p', { role: 'alert' }, t('not_loaded')));
  }
}

/** @param {string} wanted */
function split(wanted) {
  const at = wanted.lastIndexOf('.');
  return [wanted.slice(0, at), wanted.slice(at + 1)];
}

function opened() {
  if (!dialog) {
    dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'evidence-dialog', 'aria-labelledby': 'evidence-title' }));
    dialog.addEventListener('close', leave);
    dialog.addEventListener('click', (event) => event.target === dialog && dialog?.close());
    document.body.append(dialog);
  }
  if (!dialog.open) {
    opener = document.activeElement;
    fill(
      dialog,
      h('div', { class: 'dialog-bar' },
        h('span', { class: 'dialog-kind' }, t('evidence')),
        h('button', { type: 'button', class: 'quiet', onclick: () => dialog?.close() }, t('close'))),
      h('div', { class: 'evidence' }),
    );
    dialog.showModal();
  }
  return dialog;
}

function leave() {
  if (place().query.get('fact')) location.hash = here({ fact: undefined });
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
}

/** @param {any} file @param {any} fact @param {any} of @param {any} correction */
function evidence(file, fact, of, correction) {
  const source = file.documentsById.get(fact.document_id);
  const table = tableOf(file, fact);
  return [
    h('h2', { id: 'evidence-title', tabindex: '-1' }, printed(fact)),
    h('p', { class: 'meaning' }, meaning(file, fact, of)),
    badges(fact),
    fact.correction_id ? h('p', { class: 'note' }, t('correction_of', { id: fact.correction_id, value: correction?.value ?? '', reason: correction?.reason ?? '' })) : null,
    against(file, fact),
    h('h3', {}, table ? t('table_as_read') : t('sentence_as_read')),
    table ? printedTable(file, table, { marked: fact.fact_id }) : quote(fact),
    source ? sourceLinks(fact, source) : null,
    source && source.media_type === 'application/pdf' && fact.page ? pageItself(fact, source) : null,
    h('h3', {}, t('record')),
    record(fact, source),
  ];
}

/** @param {any} fact */
function printed(fact) {
  const unit = fact.printed_unit && !fact.printed.endsWith(fact.printed_unit) ? ` ${fact.printed_unit}` : '';
  return fact.printed ? `${fact.printed}${unit}` : word('cell_state', fact.cell_state);
}

/** @param {any} file @param {any} fact @param {any} of */
const meaning = (file, fact, of) => [
  h('a', { href: linkTo(['report', file.report.report_id]) }, `${of.name} ${yearAndType(file.report.fiscal_year, file.report.report_type)}`),
  ` · ${word('statement', fact.statement)} · ${fact.item}${fact.code ? ` (${fact.code})` : ''} · ${word('measure', fact.measure)}`,
];

/** @param {any} fact */
function badges(fact) {
  const certain = Number(fact.confidence) >= 1;
  return h('ul', { class: 'badges' },
    h('li', { class: `badge ${fact.agreement}` }, word('agreement', fact.agreement)),
    h('li', { class: `badge ${certain ? 'agreed' : 'single'}` }, t('confidence', { value: fact.confidence })),
    h('li', { class: `badge ${fact.method === 'ocr' ? 'single' : 'agreed'}` }, word('method', fact.method)),
    fact.cell_state === 'value' ? null : h('li', { class: 'badge' }, word('cell_state', fact.cell_state)),
    fact.correction_id ? h('li', { class: 'badge disputed' }, t('corrected')) : null);
}

/** Checks that failed and name this fact. @param {any} file @param {any} fact */
function against(file, fact) {
  const named = file.checks.filter((check) => check.fact_ids?.split(' ').includes(fact.fact_id) && ['error', 'warn'].includes(check.verdict));
  if (named.length === 0) return null;
  return h('section', { class: 'against' },
    h('h3', {}, t('against')),
    h('ul', {}, named.map((check) => h('li', {}, h('span', { class: `verdict ${check.verdict}` }, word('verdict', check.verdict)), ' ', told([check.message_zh, check.message_en]), ' ', h('small', {}, check.rule)))));
}

/** The sentence with the number marked where it stands. @param {any} fact */
function quote(fact) {
  const at = fact.quote.indexOf(fact.printed);
  const parts = fact.printed && at >= 0
    ? [fact.quote.slice(0, at), h('mark', {}, fact.printed), fact.quote.slice(at + fact.printed.length)]
    : [fact.quote];
  return h('blockquote', { lang: 'zh-Hans', id: 'marked-cell' }, parts);
}

/** @param {any} fact @param {any} source */
function sourceLinks(fact, source) {
  const atPage = source.media_type === 'application/pdf' && fact.page ? `${source.url.split('#')[0]}#page=${fact.page}` : source.url;
  return h('p', { class: 'links' },
    outside(atPage, fact.page ? t('source_at_page', { page: fact.page }) : t('source_document'), { class: 'button' }),
    source.page_url && source.page_url !== source.url ? outside(source.page_url, t('landing_page'), { class: 'button quiet' }) : null);
}

/** @param {any} fact @param {any} source */
function pageItself(fact, source) {
  const address = archivedAddress(source);
  if (!address) return null;
  const section = h('section', { class: 'page-itself' });
  const show = async () => {
    fill(section, h('h3', {}, t('page_itself')), h('p', { role: 'status' }, t('loading')));
    if (!(await mayRead(address))) {
      fill(section, h('p', { class: 'note', role: 'status' }, t('archive_closed')));
      return;
    }
    try {
      const { drawnPage } = await import('./pdf-page.js');
      const sheet = await drawnPage(address, Number(fact.page), fact.bbox ? fact.bbox.split(',').map(Number) : null);
      sheet.setAttribute('role', 'img');
      sheet.setAttribute('aria-label', t('page_drawn', { page: fact.page, text: fact.printed }));
      fill(section, h('h3', {}, t('page_itself')), sheet, h('p', { class: 'hint' }, fact.bbox ? t('page_hint') : t('page_no_box')));
    } catch {
      fill(section, h('p', { class: 'note', role: 'alert' }, t('page_failed')));
    }
  };
  fill(section, h('button', { type: 'button', class: 'button', onclick: show }, t('show_page')));
  if (archiveIsOpen()) show();
  return section;
}

/** @param {any} fact @param {any} source */
function record(fact, source) {
  const normal = fact.amount ? t('yuan', { amount: decimal(fact.amount) }) : fact.value ? decimal(fact.value) : '';
  return terms([
    [t('normalised'), normal],
    [t('item_printed'), fact.item_printed],
    [t('document'), source ? `${source.file_name ?? source.url} (${source.media_type})` : ''],
    [t('place'), where(fact)],
    [t('quote'), fact.quote.split('\t').join(' │ ')],
    [t('document_hash'), h('code', {}, fact.document_id)],
    [t('fact_id'), h('code', {}, fact.fact_id)],
    [t('report_id'), source ? h('code', {}, source.report_id) : ''],
    [t('fetched_at'), source?.fetched_at],
    [t('reader'), source ? `${source.reader} · ${word('method', fact.method)}` : ''],
  ]);
}

/** @param {any} fact */
const where = (fact) =>
  ['page', 'table_no', 'row_no', 'column_no', 'paragraph', 'bbox']
    .filter((name) => fact[name])
    .map((name) => t(`place_${name}`, { value: fact[name] }))
    .join(t('comma'));
