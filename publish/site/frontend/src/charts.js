// Plots by Observable Plot. Each bar leads to the evidence of its number; the same numbers stand in a table above.

import * as Plot from '@observablehq/plot';

/** Width of a column with its gap, in pixels. */
const COLUMN = 64;

/**
 * @typedef {{ x: string, y: number, series: string, href: string | null, label: string }} Bar
 * @param {Bar[]} bars @param {{ label: string, series: string[], columns: string[], space: number }} options
 * `space`: pixels there are; a plot of many columns is wider and scrolls
 * @returns {Element}
 */
export function barPlot(bars, { label, series, columns, space }) {
  const wanted = columns.length * COLUMN + 70;
  const drawn = Plot.plot({
    width: columns.length > 6 ? Math.max(space, wanted) : Math.min(space, wanted + 120),
    height: 250,
    marginLeft: 52,
    marginTop: 12,
    marginBottom: 30,
    className: 'plot',
    ariaLabel: label,
    style: { background: 'transparent', fontSize: '12px' },
    color: { domain: series, range: series.map((_, at) => COLOURS[at % COLOURS.length]) },
    x: { type: 'band', domain: columns, label: null, padding: 0.35 },
    y: { label: null, grid: true, nice: true, zero: true, tickFormat: (value) => value.toLocaleString('en') },
    marks: [
      Plot.barY(bars, { x: 'x', y: 'y', fill: 'series', order: series, href: 'href', title: 'label', ariaLabel: 'label', target: '_self' }),
      Plot.ruleY([0]),
    ],
  });
  // The page's policy lets no style element in; the few rules of it stand in style.css.
  drawn.querySelectorAll('style').forEach((one) => one.remove());
  return drawn;
}

/** Told apart in light and dark and by most kinds of colour blindness. */
export const COLOURS = ['#2f6f8f', '#d98e2b', '#7a9a3a', '#a8456b', '#5b5aa6', '#8a6d4b', '#3f9c8f', '#b0563a'];
