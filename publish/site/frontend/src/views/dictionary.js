import { dictionary } from '../data.js';
import { h, heads, scrolling } from '../dom.js';
import { t, told } from '../language.js';
import { column } from './province.js';

export async function dictionaryView() {
  const resources = await dictionary();
  return {
    title: t('nav_dictionary'),
    wide: true,
    content: [
      h('h1', {}, t('nav_dictionary')),
      h('p', { class: 'lead' }, t('dictionary_lead')),
      resources.map((one) => h('details', { class: 'resource' },
        h('summary', {}, h('b', {}, told(one.title)), ' ', h('code', {}, one.name), h('span', { class: 'hint' }, ' ', told(one.description))),
        scrolling(told(one.title), h('table', {},
          heads(['column', 'type', 'meaning'].map(column)),
          h('tbody', {}, one.fields.map((field) => h('tr', {},
            h('th', { scope: 'row' }, h('code', {}, field.name), one.primary_key.includes(field.name) ? [' ', h('span', { class: 'badge' }, t('key'))] : null),
            h('td', {}, field.type, field.unit ? ` (${field.unit === 'CNY' ? '元' : field.unit})` : '', field.required ? ' *' : ''),
            h('td', {}, h('b', {}, told(field.title)), ' ', told(field.description), field.values ? h('div', { class: 'values' }, field.values.map((value) => h('code', {}, value))) : null)))))),
        one.foreign_keys.length ? h('ul', {}, one.foreign_keys.map((key) => h('li', {}, h('code', {}, key.fields.join(', ')), ' → ', h('code', {}, `${key.resource}.${key.reference.join(', ')}`)))) : null)),
    ],
  };
}
