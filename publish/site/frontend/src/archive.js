// Whether this reader may see the archive `raw/`. It is private as a rule, so it is asked for only when a page is wanted.

import { addressOf } from './data.js';

const KEPT = 'xinfang.archive';

/** The archived bytes of a document: `null` if they are part of an archive file. @param {any} document */
export const archivedAddress = (document) =>
  document.archive_key.endsWith(document.document_id) ? addressOf(document.archive_key) : null;

/** True once a file of the archive could be read in this session. */
export const archiveIsOpen = () => {
  try {
    return sessionStorage.getItem(KEPT) === 'open';
  } catch {
    return false;
  }
};

/** @param {string} address @returns {Promise<boolean>} */
export async function mayRead(address) {
  let open = false;
  try {
    open = (await fetch(address, { method: 'HEAD' })).ok;
  } catch {
    open = false;
  }
  try {
    if (open) sessionStorage.setItem(KEPT, 'open');
  } catch {
    // Nothing is kept: it is asked again.
  }
  return open;
}
