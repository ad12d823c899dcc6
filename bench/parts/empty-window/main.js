// The floor for the console's start and memory: the least that a sandboxed Electron window can be.
import { app, BrowserWindow } from 'electron/main';

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1360, height: 840, webPreferences: { sandbox: true } });
  void window.loadFile(new URL('./index.html', import.meta.url).pathname);
});
app.on('window-all-closed', () => app.quit());
