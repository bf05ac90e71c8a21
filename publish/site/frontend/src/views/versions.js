import { addressOf, version, versionList } from '../data.js';
import { h, heads, scrolling } from '../dom.js';
import { t, word } from '../language.js';
import { count } from '../numbers.js';
import { changedReport } from './home.js';
import { column } from './province.js';

export async function versionsView() {
  const { release, changed } = await version();
  const list = await versionList().catch(() => ({ versions: [], runs: [] }));
  return {
    title: t('nav_versions'),
    wide: true,
    content: [
      h('h1', {}, t('nav_versions')),
      h('p', { class: 'lead' }, t('versions_lead')),
      h('p', { class: 'links' }, h('a', { href: addressOf('feed.atom') , class: 'button quiet' }, 'Atom'), h('a', { href: addressOf('feed.json'), class: 'button quiet' }, 'JSON Feed')),
      h('h2', {}, t('changed_title', { number: release.number })),
      release.accepted ? h('p', { class: 'note' }, t('accepted', { reason: release.accepted })) : null,
      h('p', { class: 'hint' }, t('changed_count', { count: count(changed.count) })),
      h('ul', { class: 'list' }, changed.listed.map((one) => h('li', {}, changedReport(one), ' ', h('small', {}, Object.entries(one[3]).map(([resource, rows]) => `${resource} ${rows}`).join(' · '))))),
      h('h2', {}, t('all_versions')),
      scrolling(t('all_versions'), h('table', {},
        heads(['number', 'version', 'created', '#reports', '#facts', '#changes', 'files'].map(column)),
        h('tbody', {}, list.versions.map((one) => h('tr', {},
          h('th', { scope: 'row' }, `${one.number}${one.number === release.number ? ` ${t('this_one')}` : ''}`),
          h('td', {}, one.version), h('td', {}, one.created.slice(0, 16).replace('T', ' ')),
          h('td', { class: 'number' }, count(one.rows.reports)), h('td', { class: 'number' }, count(one.rows.facts)), h('td', { class: 'number' }, count(one.rows_changed)),
          h('td', {}, h('ul', { class: 'files' }, [['site/index.html', t('catalogue')], ['README.md', 'README'], ['changes.csv', 'changes.csv'], ['SHA256SUMS', 'SHA256SUMS']].map(([file, name]) => h('li', {}, h('a', { href: addressOf(`${one.files}${file}`) }, name))), h('li', {}, h('a', { href: addressOf(one.descriptor) }, one.descriptor))))))))),
      list.runs?.length ? [h('h2', {}, t('unpublished_runs')), h('ul', {}, list.runs.map((run) => h('li', {}, `${run.run_id} ${word('run_result', run.result ?? '')}`)))] : null,
    ],
  };
}
