// Files of the version: each is fetched once. Paths in the data lead from the root of the store.

const ROOT = document.querySelector('meta[name="xinfang-root"]')?.getAttribute('content') ?? './';
/** @type {Map<string, Promise<any>>} */
const fetched = new Map();

export class Missing extends Error {}

/** Address of a file by its path from the root. @param {string} path */
export const addressOf = (path) => ROOT + path.split('/').map(encodeURIComponent).join('/');

/** @param {string} address @returns {Promise<any>} */
function json(address) {
  let found = fetched.get(address);
  if (!found) {
    found = fetch(address).then((answer) => {
      if (!answer.ok) throw new Missing(`${address}: ${answer.status}`);
      return answer.json();
    });
    found.catch(() => fetched.delete(address));
    fetched.set(address, found);
  }
  return found;
}

export const version = () => json('version.json');
/** The descriptor of the version: every table part with its size and hash. */
export const descriptor = async () => json(addressOf(`v${(await version()).release.number}.datapackage.json`));
export const versionList = () => json(addressOf('versions.json'));
/** How the collecting stands now, of the whole store and not of this version. */
export const status = () => json(addressOf('status.json'));
export const dictionary = async () => json(addressOf((await version()).dictionary));
export const searchRows = async () => json(addressOf((await version()).search.file));

/** @param {string} code */
export async function province(code) {
  const entry = (await version()).provinces.find((one) => one.code === code);
  if (!entry) throw new Missing(code);
  return json(addressOf(entry.file));
}

/** Every report of a province by division: `{code: {reports: [[id, spent, failed]]}}`. @param {string} code */
export async function provinceLists(code) {
  const entry = (await version()).provinces.find((one) => one.code === code);
  return entry ? json(addressOf(entry.lists)) : {};
}

/** Year and type of a report, from its id. @param {string} id */
export function ofReport(id) {
  const [, year, kind] = id.split('-');
  return { year, type: kind === 'budget' ? 'budget' : 'final_accounts' };
}

/** A division: its names from its province, reports and coverage from its own file (one that nobody watches has none). @param {string} code */
export async function division(code) {
  const of = await province(`${code.slice(0, 2)}0000`);
  const named = of.divisions.find((one) => one.code === code);
  if (!named) throw new Missing(code);
  const file = named.file ? await json(addressOf(named.file)) : { reports: [], coverage: [] };
  return { code, name: named.name, city: named.city, provinceName: of.name, provinceCode: of.code, downloads: named.downloads ?? [], reports: file.reports, coverage: file.coverage };
}

/** A report's own file, with its facts unpacked. @param {string} id */
export async function report(id) {
  const found = (await division(id.slice(0, 6))).reports.find((one) => one.report_id === id);
  if (!found) throw new Missing(id);
  return unpacked(await json(addressOf(found.file)));
}

/** @param {any} file */
function unpacked(file) {
  if (!file.byId) {
    const { columns, shared, strings, rows } = file.facts;
    const isShared = new Set(shared);
    file.list = rows.map((row) => {
      /** @type {Record<string, string>} */
      const fact = {};
      columns.forEach((name, at) => {
        fact[name] = isShared.has(name) ? strings[row[at]] : row[at];
      });
      return fact;
    });
    file.byId = new Map(file.list.map((fact) => [fact.fact_id, fact]));
    file.documentsById = new Map(file.documents.map((one) => [one.document_id, one]));
  }
  return file;
}
