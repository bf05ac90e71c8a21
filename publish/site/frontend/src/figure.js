// A number that opens its evidence: the one way numbers of reports are shown.

import { addressOf } from './data.js';
import { h } from './dom.js';
import { t } from './language.js';
import { size, tenThousands } from './numbers.js';
import { here } from './router.js';

/** The value of `?fact=`: which fact of which report. @param {string} report @param {string} fact */
export const factPlace = (report, fact) => `${report}.${fact}`;

/** Place of a fact's evidence above the present page. @param {string} report @param {string} fact */
export const evidenceLink = (report, fact) => here({ fact: factPlace(report, fact) });

/**
 * @param {string} report @param {string} fact @param {any} text what is shown
 * @param {string} label what the number is, for readers who hear the page
 */
export function figure(report, fact, text, label) {
  if (!fact) return h('span', { class: 'figure' }, text);
  return h(
    'a',
    { class: 'figure', href: evidenceLink(report, fact), 'aria-label': t('figure_label', { label, text }) },
    text,
  );
}

/** Links to files of this place, `[path, bytes]` each. @param {any[]} files */
export const downloads = (files) => files.map(([path, bytes]) =>
  h('a', { class: 'button quiet', href: addressOf(path), download: path.split('/').pop() }, path.split('.').pop().toUpperCase(), ' ', h('small', {}, size(bytes))));

/** Money in 万元. @param {string} report @param {[string, string]} amount `[元, fact]` @param {string} label */
export const money = (report, [amount, fact], label) => figure(report, fact, tenThousands(amount), label);
