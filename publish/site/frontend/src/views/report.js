import { division, report } from '../data.js';
import { fill, h, heads, outside, scrolling } from '../dom.js';
import { evidenceLink } from '../figure.js';
import { t, told, word, yearAndType } from '../language.js';
import { count, size } from '../numbers.js';
import { caption, printedTable } from '../printed.js';
import { linkTo } from '../router.js';
import { column } from './province.js';

/** @param {string[]} path */
export async function reportView([, id]) {
  const [file, of] = await Promise.all([report(id), division(id.slice(0, 6))]);
  const { report: one } = file;
  const name = yearAndType(one.fiscal_year, one.report_type);
  const narrative = file.list.filter((fact) => fact.origin !== 'table');
  return {
    title: `${of.name} ${name}`,
    wide: true,
    content: [
      h('nav', { class: 'crumbs', 'aria-label': t('crumbs') }, h('a', { href: linkTo(['province', of.provinceCode]) }, of.provinceName), ' › ', h('a', { href: linkTo(['county', one.division_code]) }, of.name)),
      h('h1', {}, one.agency, ' ', name, ' ', h('span', { class: `badge state-${one.state}` }, word('report_state', one.state))),
      h('p', { class: 'lead' }, one.title ?? ''),
      h('p', { class: 'hint' }, [word('scope', one.scope), one.published_on ? t('published_on', { day: one.published_on }) : null, t('facts_count', { count: count(file.list.length) }), t('first_seen', { day: one.first_seen_on })].filter(Boolean).join(' · ')),
      h('p', { class: 'links' }, outside(one.page_url, t('landing_page'), { class: 'button quiet' })),
      h('nav', { class: 'jump', 'aria-label': t('on_this_page') }, h('ul', {}, ['checks', 'tables', 'sentences', 'documents'].map((part) => h('li', {}, h('button', { type: 'button', class: 'quiet', onclick: () => jump(part) }, t(`part_${part}`)))))),
      checks(file),
      tables(file),
      sentences(file, narrative),
      documents(file),
    ],
  };
}

/** @param {string} part */
function jump(part) {
  const heading = document.querySelector(`#part-${part}`);
  heading?.scrollIntoView();
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}

const part = (name, ...content) => h('section', {}, h('h2', { id: `part-${name}`, tabindex: '-1' }, t(`part_${name}`)), content);

function checks(file) {
  const failed = file.checks.filter((check) => ['error', 'warn'].includes(check.verdict));
  const rest = file.checks.filter((check) => !['error', 'warn'].includes(check.verdict));
  const passed = Object.values(file.passed).reduce((sum, number) => sum + number, 0);
  return part('checks',
    failed.length ? h('ul', { class: 'sentences' }, failed.map((check) => h('li', {}, told_(file, check)))) : h('p', { class: 'note good' }, t('all_passed')),
    rest.length ? h('details', {}, h('summary', {}, t('other_checks', { count: rest.length })), h('ul', { class: 'sentences' }, rest.map((check) => h('li', {}, told_(file, check))))) : null,
    h('details', {}, h('summary', {}, t('passed_checks', { count: passed })), h('ul', { class: 'sentences' }, Object.entries(file.passed).map(([rule, number]) => h('li', {}, `${rule} ${word('rule', rule)}: ${number}`)))));
}

function told_(file, check) {
  const facts = (check.fact_ids ?? '').split(' ').filter((fact) => file.byId.has(fact));
  return [
    h('span', { class: `verdict ${check.verdict}` }, word('verdict', check.verdict)), ' ', told([check.message_zh, check.message_en]), ' ',
    facts.slice(0, 12).map((fact) => [h('a', { class: 'fact-link', href: evidenceLink(file.report.report_id, fact) }, `${file.byId.get(fact).printed || '∅'}`), ' ']),
    h('small', {}, h('abbr', { title: word('rule', check.rule) }, check.rule)),
  ];
}

function tables(file) {
  if (file.tables.length === 0) return null;
  return part('tables', h('p', { class: 'hint' }, t('tables_hint')),
    file.tables.map((table, at) => {
      const source = file.documentsById.get(table.document);
      const inside = h('div');
      const show = () => inside.childElementCount || fill(inside, printedTable(file, table));
      const box = h('details', { class: 'table-box', ontoggle: (event) => event.target.open && show() },
        h('summary', {}, caption(table), h('span', { class: 'hint' }, ' ', [source?.file_name, table.page ? t('place_page', { value: table.page }) : null].filter(Boolean).join(t('comma')))), inside);
      if (at === 0) {
        box.open = true;
        show();
      }
      return box;
    }));
}

function sentences(file, facts) {
  if (facts.length === 0) return null;
  const byStatement = Map.groupBy ? Map.groupBy(facts, (fact) => fact.statement) : grouped(facts);
  return part('sentences', [...byStatement].map(([statement, own]) => h('details', {}, h('summary', {}, word('statement', statement), h('span', { class: 'hint' }, ` ${own.length}`)),
    scrolling(word('statement', statement), h('table', {},
      heads(['item', 'measure', '#printed', 'quote'].map(column)),
      h('tbody', {}, own.map((fact) => h('tr', {}, h('th', { scope: 'row' }, fact.item), h('td', {}, word('measure', fact.measure)),
        h('td', { class: 'number' }, h('a', { class: 'figure', href: evidenceLink(file.report.report_id, fact.fact_id) }, `${fact.printed}${fact.printed_unit && !fact.printed.endsWith(fact.printed_unit) ? ` ${fact.printed_unit}` : ''}` || '∅')), h('td', { lang: 'zh-Hans' }, fact.quote)))))))));
}

/** @param {any[]} facts */
function grouped(facts) {
  const found = new Map();
  for (const fact of facts) found.set(fact.statement, [...(found.get(fact.statement) ?? []), fact]);
  return found;
}

function documents(file) {
  return part('documents', scrolling(t('part_documents'), h('table', {},
    heads([[t('document')], column('media_type'), column('#size'), [t('fetched_at')], [t('document_hash')]]),
    h('tbody', {}, file.documents.map((one) => h('tr', {},
      h('th', { scope: 'row' }, outside(one.url, one.file_name ?? one.url)), h('td', {}, one.media_type), h('td', { class: 'number' }, size(one.bytes), one.pages ? `, ${t('pages', { count: one.pages })}` : ''), h('td', {}, one.fetched_at), h('td', {}, h('code', { class: 'hash' }, one.document_id))))))));
}
