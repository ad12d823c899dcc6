import { app } from 'electron/main';

/** The same as `appId` in the packages: by it Windows knows whose notification it shows. */
const appUserModelId = 'com.sportello.console';
/** By it Windows starts the console when somebody clicks in the notification centre. Never changed. */
const toastActivator = '{6E0C5B0E-4E0B-4F1C-9B60-3D2B8C5F7A41}';

/** Tells Windows who shows notifications and who is started by a click on one. Before the first is shown. */
export function identify(platform: NodeJS.Platform): void {
  if (platform !== 'win32') return;
  app.setAppUserModelId(appUserModelId);
  // Newer Electrons only; older ones take a number of their own, which lasts for one start.
  if ('setToastActivatorCLSID' in app) app.setToastActivatorCLSID(toastActivator);
}
