// The archived page itself, for readers who may see the archive: drawn by PDF.js, with a box around the figure.

import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.min.mjs';

const HERE = new URL('./', import.meta.url);
pdfjs.GlobalWorkerOptions.workerSrc = new URL('pdf.worker.js', HERE).href;
const WIDTH = 1100;

/**
 * @param {string} address of the PDF @param {number} number of the page, from 1
 * @param {number[] | null} box x0, top, x1, bottom in points from the top left corner
 * @returns {Promise<HTMLElement>}
 */
export async function drawnPage(address, number, box) {
  const loading = pdfjs.getDocument({
    url: address,
    cMapUrl: new URL('pdf/cmaps/', HERE).href,
    cMapPacked: true,
    wasmUrl: new URL('pdf/', HERE).href,
    useWasm: false, // the page's policy lets no WebAssembly run
    enableXfa: false,
    disableAutoFetch: true,
  });
  const page = await (await loading.promise).getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: WIDTH / natural.width });
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvas, viewport }).promise;
  const sheet = document.createElement('div');
  sheet.className = 'sheet';
  sheet.append(canvas);
  if (box) sheet.append(mark(box, natural));
  await loading.destroy();
  return sheet;
}

/** @param {number[]} box @param {{ width: number, height: number }} page */
function mark([x0, top, x1, bottom], { width, height }) {
  const drawn = document.createElement('div');
  drawn.className = 'box';
  const margin = 2;
  drawn.style.left = `${((x0 - margin) * 100) / width}%`;
  drawn.style.top = `${((top - margin) * 100) / height}%`;
  drawn.style.width = `${((x1 - x0 + 2 * margin) * 100) / width}%`;
  drawn.style.height = `${((bottom - top + 2 * margin) * 100) / height}%`;
  return drawn;
}
