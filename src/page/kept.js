// Opens the database of kept pictures while Python loads and lists what is in it (all keys, and the short rows of two stores):
// the first purge waits for nothing then. JavaScript because Python is not there yet; src/cache/indexeddb.py takes both.

const { aluo } = window;

// One that is not there is not made here, and one that another tab needs closed is let go of.
export const open = () => new Promise((resolve) => {
  const opening = indexedDB.open("aluo");
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = (event) => { event.preventDefault(); resolve(null); };
  opening.onsuccess = () => {
    const base = opening.result;
    base.onversionchange = () => { base.close(); aluo.database = null; };
    aluo.rows = rows(base).catch(() => null).then((found) => (aluo.rows = found));
    resolve(base);
  };
});

const rows = (base) => new Promise((resolve, reject) => {
  const found = {}, names = [...base.objectStoreNames], reading = base.transaction(names, "readonly");
  for (const name of names) {
    const store = reading.objectStore(name);
    for (const how of ["pictures", "index"].includes(name) ? ["getAllKeys", "getAll"] : ["getAllKeys"])
      store[how]().onsuccess = ({ target }) => (found[`${how} ${name}`] = target.result);
  }
  reading.oncomplete = () => resolve(found);
  reading.onabort = () => reject(reading.error);
});
