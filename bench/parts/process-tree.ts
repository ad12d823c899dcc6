import { readdirSync, readFileSync } from 'node:fs';

/** Of a running program: its parent, and the processor time that it has used, in clock ticks of a hundredth of a second. */
function readPrograms(): Map<number, { parent: number; ticks: number }> {
  const programs = new Map<number, { parent: number; ticks: number }>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // The name stands in brackets and may have anything in it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      programs.set(Number(entry), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      continue; // ended since
    }
  }
  return programs;
}

/** Milliseconds of processor time that a program and all that it started have used and are still running. */
export function treeCpuMs(root: number): number {
  const programs = readPrograms();
  const of = (pid: number): number =>
    (programs.get(pid)?.ticks ?? 0) +
    [...programs].reduce((sum, [child, { parent }]) => (parent === pid ? sum + of(child) : sum), 0);
  return of(root) * 10;
}
