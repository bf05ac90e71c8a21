// The country as tiles, one for each province, roughly where it lies: no outline that would need a map.

import places from './words/tiles.json';
import { h } from './dom.js';

/**
 * @param {any[]} provinces lines of the version's file
 * @param {(province: any) => { text: string, label: string, kind: string, href: string }} told
 * @param {string} label
 */
export function tiles(provinces, told, label) {
  return h('ul', { class: 'tiles', 'aria-label': label }, provinces.map((province) => {
    const at = places[province.code];
    const { text, label: sentence, kind, href } = told(province);
    return h('li', { class: at ? '' : 'unplaced', style: at ? { 'grid-column': at[0] + 1, 'grid-row': at[1] + 1 } : {} },
      h('a', { class: `tile ${kind}`, href, 'aria-label': sentence },
        h('b', {}, at ? at[2] : province.name.slice(0, 2)), h('span', {}, text)));
  }));
}
