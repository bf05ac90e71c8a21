// Two languages: every sentence of the interface and every word of the vocabulary is a pair [Chinese, English].

import sentences from './words/interface.json';
import vocabulary from './words/vocabulary.json';

const KEPT = 'xinfang.language';
let current = kept();

function kept() {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

export const language = () => current;

/** @param {string} wanted */
export function setLanguage(wanted) {
  current = wanted === 'en' ? 'en' : 'zh';
  document.documentElement.lang = current === 'en' ? 'en' : 'zh-Hans';
  try {
    localStorage.setItem(KEPT, current);
  } catch {
    // A browser that keeps nothing: the choice holds for this page.
  }
}

/** The one of a pair that is read now. @param {[string, string] | string[]} pair */
export const told = (pair) => (current === 'en' ? pair[1] : pair[0]);

/**
 * A sentence of the interface; `{name}` is replaced by the value of that name.
 * @param {string} key @param {Record<string, any>} [values]
 */
export function t(key, values = {}) {
  const pair = sentences[key];
  if (!pair) throw new Error(`no sentence ${key}`);
  return told(pair).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** A word of the published vocabulary (`statement`, `measure`, `verdict` …), or the value itself. @param {string} list @param {string} value */
export function word(list, value) {
  const pair = vocabulary[list]?.[value];
  return pair ? told(pair) : value;
}

/** All values of a list of the vocabulary. @param {string} list */
export const words = (list) => Object.keys(vocabulary[list]);

/** `FY2023 final accounts`, `2023年决算`. @param {string} year @param {string} type */
export const yearAndType = (year, type) => t('year_and_type', { year, type: word('report_type', type) });
