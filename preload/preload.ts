import { contextBridge, ipcRenderer, webUtils } from 'electron/renderer';
import type { Bridge } from './contract.ts';
import { eventNames, methodNames } from './names.ts';

type Listener = (payload: unknown) => void;
const methods: ReadonlySet<string> = new Set(methodNames);
const listeners = new Map<string, Set<Listener>>(eventNames.map((name) => [name, new Set()]));

// The page's script takes its time to come: what it is drawn from is read meanwhile.
const start = ipcRenderer.invoke('start.read', {});
let isListening = false;
let hasMissed = false;

ipcRenderer.on('events', (_event, batch: readonly [string, unknown][]) => {
  hasMissed ||= !isListening;
  for (const [name, payload] of batch) for (const listener of listeners.get(name) ?? []) listener(payload);
});

const bridge = {
  call: (name: string, input: unknown) =>
    methods.has(name) ? ipcRenderer.invoke(name, input) : Promise.reject(new Error('bad-input')),
  start: async () => {
    isListening = true;
    const read: unknown = await start;
    return hasMissed ? null : read;
  },
  drop: async (id: number, files: readonly File[]) => {
    const found = files.map((file) => ({ file, path: webUtils.getPathForFile(file) }));
    const paths = found.flatMap(({ path }) => (path === '' ? [] : [path]));
    if (paths.length > 0) await ipcRenderer.invoke('file.drop', { id, paths });
    return found.flatMap(({ file, path }) => (path === '' ? [file] : []));
  },
  on: (name: string, listener: Listener) => {
    listeners.get(name)?.add(listener);
    return () => void listeners.get(name)?.delete(listener);
  },
};

contextBridge.exposeInMainWorld('sportello', bridge as unknown as Bridge);
