/**
 * Draws an image into a canvas, not larger than the box (in CSS pixels) and its own size: what is shown is a picture of
 * the picture, made in this sandbox. False if the bytes are none that can be drawn.
 */
export async function drawImage(
  canvas: HTMLCanvasElement,
  bytes: Uint8Array<ArrayBuffer>,
  box: { width: number; height: number },
): Promise<boolean> {
  try {
    const picture = await createImageBitmap(new Blob([bytes]));
    const density = window.devicePixelRatio;
    const scale = Math.min(1, (box.width * density) / picture.width, (box.height * density) / picture.height);
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return true;
  } catch {
    return false; // cut short, or not what its head says
  }
}
