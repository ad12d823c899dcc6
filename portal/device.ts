/** What browsers on Chromium tell of the system they run on (User-Agent Client Hints); others tell nothing. */
type Hints = { getHighEntropyValues?: (hints: string[]) => Promise<{ platformVersion?: string }> };

let version = '';

/** Asks the browser for the system's real version, in time for the first connection. */
export async function askForVersion(): Promise<void> {
  const hints = (navigator as Navigator & { userAgentData?: Hints }).userAgentData;
  try {
    version = (await hints?.getHighEntropyValues?.(['platformVersion']))?.platformVersion ?? '';
  } catch {
    version = ''; // refused by the policy of a page around us
  }
}

/** What the page says of its machine when it connects. */
export const deviceWords = (): { touchPoints: number; platformVersion: string } => ({
  touchPoints: navigator.maxTouchPoints,
  platformVersion: version,
});
