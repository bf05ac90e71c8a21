// How the states of coverage are counted and shown: a sign besides the colour, so that colour alone says nothing.

import { percent } from './numbers.js';

/** @type {Record<string, string>} */
export const SIGNS = { published: '●', not_due: '–', overdue: '!', not_found: '○', blocked: '✕', unreachable: '≠', withdrawn: '←', unreadable: '▒', parse_failed: '?', not_watched: '·' };
const NOT_COUNTED = ['not_due', 'not_watched'];

/** Published and due cells of one `{state: count}`. @param {Record<string, number>} [states] */
export function share(states = {}) {
  const due = Object.entries(states).reduce((sum, [state, count]) => (NOT_COUNTED.includes(state) ? sum : sum + count), 0);
  return { published: states.published ?? 0, due };
}

/** Steps of the map by the share that is published. @param {{ published: number, due: number }} one */
export function step({ published, due }) {
  if (!due) return 'none';
  const part = published / due;
  return part >= 0.9 ? 's4' : part >= 0.6 ? 's3' : part >= 0.3 ? 's2' : part > 0 ? 's1' : 's0';
}

/** Every year of the coverage of these provinces, newest first. @param {any[]} provinces */
export const yearsOf = (provinces) => [...new Set(provinces.flatMap((one) => Object.keys(one.coverage)))].sort().reverse();

/** The newest year of which at least one report is published, else the newest. @param {any[]} provinces @param {string} type */
export function telling(provinces, type) {
  const years = yearsOf(provinces);
  return years.find((year) => provinces.some((one) => one.coverage[year]?.[type]?.published)) ?? years[0];
}

/** What a tile says: a fraction of few, per cent of many. @param {{ published: number, due: number }} one */
export const shareText = ({ published, due }) => (due === 0 ? '·' : due < 10 ? `${published}/${due}` : percent(published, due));
