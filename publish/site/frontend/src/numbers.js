import { t } from './language.js';

// Money is exact text from the data; it is shifted and grouped as text, never by floating point.

/** Digits in groups of three. @param {string} digits */
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** An exact decimal for reading: `-1234.50` → `−1,234.5`. @param {string} number */
export function decimal(number) {
  const [, sign, whole, , fraction = ''] = /^(-?)(\d+)(\.(\d+))?$/.exec(number) ?? [];
  if (whole === undefined) return number;
  const kept = fraction.replace(/0+$/, '');
  return `${sign ? '−' : ''}${grouped(whole)}${kept ? `.${kept}` : ''}`;
}

/** 元 → 万元, exact: `2336700.00` → `233.67`. @param {string} yuan */
export function tenThousands(yuan) {
  const [, sign, whole, , fraction = ''] = /^(-?)(\d+)(\.(\d+))?$/.exec(yuan) ?? [];
  if (whole === undefined) return yuan;
  const digits = whole.padStart(5, '0');
  const shifted = `${digits.slice(0, -4).replace(/^0+(?=\d)/, '')}.${digits.slice(-4)}${fraction}`;
  const [left, right] = shifted.split('.');
  const kept = right.replace(/0+$/, '').padEnd(2, '0');
  return `${sign ? '−' : ''}${grouped(left)}.${kept}`;
}

/** For drawing only. @param {string} yuan */
export const asTenThousands = (yuan) => Number(yuan) / 10000;

/** @param {number} count */
export const count = (count) => grouped(String(count));

/** @param {number} part @param {number} whole */
export const percent = (part, whole) => (whole ? `${Math.round((part * 100) / whole)}%` : '—');

/** @param {number | string} bytes */
export function size(bytes) {
  const number = Number(bytes);
  return number >= 1e6 ? `${(number / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(number / 1000))} kB`;
}

/** `2026-11-20T02:03:00Z` → `2026-11-20 02:03`, in UTC as everywhere in the data. @param {string} at */
export const moment = (at) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** How long ago that is, as a sentence. @param {string} at */
export function ago(at) {
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(at)) / 60_000));
  if (minutes < 90) return t('ago_minutes', { number: minutes });
  return minutes < 48 * 60 ? t('ago_hours', { number: Math.round(minutes / 60) }) : t('ago_days', { number: Math.round(minutes / 1440) });
}
