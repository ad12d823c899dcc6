import { safeStorage } from 'electron/main';

/** Whether what `safeStorage` seals is safe from others; where it is not, it seals all the same, and the page says so. */
export function protectVault(): boolean {
  const isLinux = process.platform === 'linux';
  const isProtected =
    safeStorage.isEncryptionAvailable() && !(isLinux && safeStorage.getSelectedStorageBackend() === 'basic_text');
  if (isLinux && !isProtected) safeStorage.setUsePlainTextEncryption(true);
  return isProtected;
}
