import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runChecks } from './check.ts';
import { onFreshDesktop } from './desktop-session.ts';
import { ensureDebianPackages, forTests } from './setup/debian-packages.ts';
import { ensureElectron } from './setup/electron-runtime.ts';
import { root } from './setup/places.ts';
import { runStep } from './step.ts';
import { runTask } from './task.ts';
import { tool } from './tool.ts';

// `npm test`: what holds, the quickest first; the first step that fails ends it and shows why. `npm run check` does the
// checks of the sources alone, `npm run end-to-end` the last step.

type Tally = { passed: number; failed: number };
type VitestReport = { numPassedTests: number; numFailedTests: number };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number } };

const reports = path.join(root, 'out/test');
const vitestReport = path.join(reports, 'vitest.json');
const playwrightReport = path.join(reports, 'playwright.json');

/** A report if its program lived long enough to write it. */
function read<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

async function unitAndIntegration(tally: Tally): Promise<boolean> {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  const ok = await runStep({ name: 'unit and integration', script: tool('vitest', 'vitest'), args });
  const report = read<VitestReport>(vitestReport);
  tally.passed += report?.numPassedTests ?? 0;
  tally.failed += report?.numFailedTests ?? 0;
  return ok;
}

/** The short form of `npm run soak:crash`. */
const crashes = (): Promise<boolean> =>
  runStep({ name: 'relay killed ten times', script: path.join(root, 'bench/crash.soak.ts'), args: ['--kills', '10'] });

async function endToEnd(tally: Tally): Promise<boolean> {
  const script = tool('@playwright/test', 'playwright');
  const ok = await onFreshDesktop((env) =>
    runStep(
      { name: 'end to end', script, args: ['test', '--reporter=list,json'] },
      { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    ),
  );
  const stats = read<PlaywrightReport>(playwrightReport)?.stats;
  tally.passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0);
  tally.failed += stats?.unexpected ?? 0;
  if ((stats?.flaky ?? 0) > 0) console.log(`${stats?.flaky} passed at the second try`);
  return ok;
}

async function setUp(): Promise<void> {
  await ensureDebianPackages(forTests);
  await ensureElectron();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
}

await runTask(async () => {
  await setUp();
  const tally: Tally = { passed: 0, failed: 0 };
  const ok =
    (await runChecks()) &&
    (await unitAndIntegration(tally)) &&
    (await crashes()) &&
    (await runStep({ name: 'build', script: path.join(root, 'scripts/build.ts'), args: [] })) &&
    (await endToEnd(tally));
  // A step that fails without a test to blame is a failure too.
  console.log(`${tally.passed} passed, ${ok ? 0 : Math.max(1, tally.failed)} failed`);
  return ok ? 0 : 1;
});
