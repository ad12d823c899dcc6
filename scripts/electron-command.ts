import { findElectron } from './setup/electron-runtime.ts';
import { root } from './setup/places.ts';

/** How to start the built console; further arguments go behind `args`. */
export type ElectronCommand = {
  executable: string;
  args: readonly string[];
  /** What the console needs in its environment, over that of the program that starts it. */
  env: Readonly<Record<string, string>>;
};

/** Starts the console of this checkout with the Electron that the set-up has made ready; throws if there is none. */
export function electronCommand(): ElectronCommand {
  const electron = findElectron();
  if (electron === null) throw new Error('There is no Electron yet: npm start and npm test set it up.');
  // Chromium's sandbox refuses to run as root, and a machine where everything is root has no graphics card.
  const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const flags = isLinuxRoot ? ['--no-sandbox', '--disable-gpu'] : [];
  return { executable: electron.executable, args: [...flags, root], env: electron.env };
}
