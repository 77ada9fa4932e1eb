// Lays snapshots of a Python's memory into one that has not begun. JavaScript because no Python is there yet; the build puts it
// beside Pyodide's loader, which calls it (tools/pyodide_core.py). tools/snapshot.py makes them and tells their form.

// Each snapshot is what has changed since the one before. Returns which objects of JavaScript the memory refers to.
export function restore({ HEAPU8 }, snapshots) {
  let objects;
  for (const snapshot of snapshots) {
    const length = new DataView(snapshot).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(snapshot, 4, length)));
    let from = 4 + length;
    for (const [at, size] of head.runs) {
      HEAPU8.set(new Uint8Array(snapshot, from, size), at);
      from += size;
    }
    objects = head.objects;
  }
  return objects;
}
