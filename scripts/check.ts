import path from 'node:path';
import { root } from './setup/places.ts';
import { runStep, type Step } from './step.ts';
import { Obstacle, runTask } from './task.ts';
import { tool } from './tool.ts';

const rooms = ['protocol', 'i18n', 'server', 'portal', 'preload', 'main', 'renderer', 'e2e', 'bench', 'scripts'];

/** What can be said of the sources without running them. `npm run check -- types lint` does some of it. */
const checks: Readonly<Record<string, Omit<Step, 'name'>>> = {
  format: { script: tool('prettier', 'prettier'), args: ['--check', '--log-level=warn', '--cache', '.'] },
  types: { script: tool('@typescript/native', 'tsc'), args: ['-b'] },
  lint: { script: tool('oxlint', 'oxlint'), args: ['--deny-warnings'] },
  imports: { script: tool('dependency-cruiser', 'depcruise'), args: ['--config', '.dependency-cruiser.mjs', ...rooms] },
  unused: { script: tool('knip', 'knip'), args: ['--no-progress', '--cache'] },
  texts: { script: path.join(root, 'scripts/check-locales.ts'), args: [] },
};

/** Runs the checks of these names, or all, side by side; whether all went well. */
export async function runChecks(names: readonly string[] = Object.keys(checks)): Promise<boolean> {
  const steps = names.map((name): Step => {
    const check = checks[name];
    if (check === undefined) throw new Obstacle(`There is no check ${name}: ${Object.keys(checks).join(', ')}.`);
    return { name, ...check };
  });
  const outcomes = await Promise.all(steps.map((step) => runStep(step)));
  return outcomes.every(Boolean);
}

if (import.meta.main) {
  const names = process.argv.slice(2);
  await runTask(async () => ((await runChecks(names.length === 0 ? undefined : names)) ? 0 : 1));
}
