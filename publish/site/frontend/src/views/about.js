import { h } from '../dom.js';
import { t } from '../language.js';

const PARTS = ['rules', 'evidence', 'checks', 'archive', 'privacy', 'licence', 'parts'];

export async function aboutView() {
  return {
    title: t('nav_about'),
    content: [h('h1', {}, t('nav_about')), PARTS.map((part) => h('section', {}, h('h2', {}, t(`about_${part}`)), h('p', {}, t(`about_${part}_text`))))],
  };
}
