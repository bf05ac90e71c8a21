// Places are `#/path?name=value`, so that one page serves all of them from any folder.

/** @returns {{ path: string[], query: URLSearchParams }} */
export function place() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string[]} path @param {Record<string, string | undefined>} [query] */
export function linkTo(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  const text = search.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

/** This place with some values of its query changed; `undefined` takes one away. @param {Record<string, string | undefined>} changes */
export function here(changes) {
  const { path, query } = place();
  return linkTo(path, { ...Object.fromEntries(query), ...changes });
}

/** Go to a place without a new step in the history (filters). @param {string} link */
export function replace(link) {
  history.replaceState(null, '', link);
  dispatchEvent(new HashChangeEvent('hashchange'));
}
