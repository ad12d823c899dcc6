import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

type Texts = Readonly<Record<string, string>>;

const readTexts = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;

/** Keys that are one of the words, or begin with one and a dot. */
const excerpt = (texts: Texts, words: readonly string[]): Texts =>
  Object.fromEntries(
    Object.entries(texts).filter(([key]) => words.some((word) => key === word || key.startsWith(`${word}.`))),
  );

/**
 * Catalogues become one text that is parsed, which an engine has read in half the time of an object that is written out.
 * A page may import a part of one: `en.json?only=portal,error` has the keys that begin with these words. In HTML
 * `{{key}}` becomes the text in all languages, one paragraph each, for browsers that cannot run the page.
 */
export function catalogues(folder: string, languages: readonly string[]): Plugin {
  const parsed = (texts: Texts): string => `JSON.parse(${JSON.stringify(JSON.stringify(texts))})`;
  return {
    name: 'catalogues',
    enforce: 'pre',
    load(id) {
      // Vite writes paths with slashes on every system.
      if (path.resolve(path.dirname(id)) === path.resolve(folder) && id.endsWith('.json'))
        return { code: `export default ${parsed(readTexts(id))};`, moduleType: 'js' };
      const [, file, words] = /^(.*\.json)\?only=([\w.,-]+)$/.exec(id) ?? [];
      if (file === undefined || words === undefined) return null;
      this.addWatchFile(file);
      return {
        code: `export const texts = ${parsed(excerpt(readTexts(file), words.split(',')))};`,
        moduleType: 'js',
      };
    },
    transformIndexHtml: (html) =>
      html.replace(/\{\{([\w.-]+)\}\}/g, (_, key: string) =>
        languages
          .map((language) => `<p lang="${language}">${readTexts(`${folder}/${language}.json`)[key] ?? key}</p>`)
          .join(''),
      ),
  };
}

/** Has these pages load their scripts as classic ones, which they have to be built as. */
export function classicScripts(pages: readonly string[]): Plugin {
  return {
    name: 'classic-scripts',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { path }) =>
        pages.includes(path) ? html.replaceAll('<script type="module" crossorigin ', '<script defer ') : html,
    },
  };
}

/** Writes these environments' scripts in ASCII: Chromium holds such a script at a byte a letter, and need not decode it. */
export function asciiScripts(environments: readonly string[]): Plugin {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return {
    name: 'ascii-scripts',
    applyToEnvironment: ({ name }) => environments.includes(name),
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const part of Object.values(bundle))
          if (part.type === 'chunk') part.code = part.code.replaceAll(/[^\0-\x7f]/g, escaped);
      },
    },
  };
}

/** Fails the build where an environment's scripts weigh more than so many bytes after gzip. */
export function sizeBudget(budgets: Readonly<Record<string, number>>): Plugin {
  return {
    name: 'size-budget',
    applyToEnvironment: ({ name }) => Object.hasOwn(budgets, name),
    generateBundle(_options, bundle) {
      const { name, logger } = this.environment;
      const budget = budgets[name] ?? 0;
      const bytes = Object.values(bundle)
        .filter((part) => part.type === 'chunk')
        .reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
      const weighs = `${name}: ${(bytes / 1_000).toFixed(1)} of ${budget / 1_000} kB of script, gzip`;
      if (bytes > budget) this.error(weighs);
      logger.info(weighs);
    },
  };
}
