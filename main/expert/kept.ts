import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { RequestId, ExpertClientId } from '../../protocol/ids.ts';

/** What escalation remembers on this machine. Not among the settings, which pages may write: programs are started by it. */
const Kept = z.object({
  /** Programs that the technician pointed at. */
  programs: z.record(ExpertClientId, z.string()),
  /** Requests whose Screen sharing window is open: a console that starts again opens them again. */
  open: z.array(RequestId),
});
export type Kept = z.infer<typeof Kept>;
export type KeptStore = { read(): Kept; write(patch: Partial<Kept>): void };

function load(file: string): Kept {
  const nothing: Kept = { programs: {}, open: [] };
  if (!existsSync(file)) return nothing;
  try {
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return nothing; // pointing at a program again costs less than not starting
  }
}

/** Opens the file, or begins one. */
export function openKept(file: string): KeptStore {
  let current = load(file);
  return {
    read: () => current,
    write: (patch) => {
      current = { ...current, ...patch };
      writeFileSync(`${file}.new`, JSON.stringify(current), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
