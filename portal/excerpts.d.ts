/** The texts of a catalogue whose keys begin with these words: made by scripts/build-plugins.ts. */
declare module '*?only=portal,error' {
  export const texts: Readonly<Record<string, string>>;
}
declare module '*?only=portal.embed' {
  export const texts: Readonly<Record<string, string>>;
}
