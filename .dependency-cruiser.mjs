// Doors: who may import whom. Each rule's comment says why, and which door is the right one.

const test = '[.]test[.]tsx?$|/testing/';
const anywhere = '^(protocol|i18n|server|portal|preload|main|renderer|e2e|bench|scripts)/';
const electron = '^electron/|node_modules/electron/';

/** A room may import what matches `may`, and nothing else. */
const only = (name, from, may, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { pathNot: may },
});

/** A room may not import what matches `to`. */
const never = (name, from, to, comment, more = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { path: to, ...more },
});

/** Contracts of the bridge: all files of the room but the one that runs in the page's process. */
const contracts = '^preload/(?!preload[.]ts)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or lack a third that both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody is left over.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['[.]d[.]ts$', '[.]config[.]ts$', '^[.]', '^portal/embed[.]ts$', '^scripts/lint/'],
      },
      to: {},
    },
    {
      name: 'names-say-what-is-in-a-file',
      comment: 'A file is named by the noun for what it gives; these names say nothing and grow without end.',
      severity: 'error',
      from: {},
      to: { path: '/(utils|helpers|common|misc|manager|service|types|index)[.]tsx?$', pathNot: 'node_modules' },
    },
    {
      name: 'test-parts-in-tests',
      comment: 'What lies under testing/ is for tests and benches.',
      severity: 'error',
      from: { path: anywhere, pathNot: [test, '^(bench|e2e)/'] },
      to: { path: '/testing/' },
    },
    never(
      'nobody-imports-the-outermost',
      '^(protocol|i18n|server|portal|preload|main|renderer|scripts)/',
      '^(e2e|bench)/',
      'End-to-end tests and benches see everything; nothing sees them.',
    ),
    never(
      'scripts-are-for-developing',
      '^(protocol|i18n|server|portal|preload|main|renderer)/',
      '^scripts/',
      'The product does not know how it is built and started.',
    ),

    // Rooms
    only('protocol', '^protocol/', '^protocol/|node_modules/zod/', 'The wire: zod alone, no I/O, no Node, no DOM.'),
    only(
      'i18n',
      '^i18n/',
      '^(i18n|protocol|resources/locales)/|node_modules/(intl-messageformat|linkify-it)/',
      'The text machine runs anywhere: the libraries for messages and links, the catalogues, and the codes that have sentences.',
    ),
    never(
      'server',
      '^server/',
      `^(portal|preload|main|renderer)/|${electron}`,
      'The relay knows the wire and its texts. What it shares with the console belongs in protocol/.',
    ),
    never(
      'portal',
      '^portal/',
      `^(server|preload|main|renderer)/|${electron}`,
      'The customer’s page knows the wire and its texts, and runs in any browser.',
    ),
    never('portal-without-node', '^portal/', '', 'The customer’s page runs in a browser.', {
      dependencyTypes: ['core'],
    }),
    only(
      'preload-contract',
      contracts,
      `^protocol/|${contracts}|node_modules/zod/`,
      'The contract between main and the page: schemas and names that both sides can read.',
    ),
    only(
      'preload',
      '^preload/preload[.]ts$',
      '^preload/|^electron/renderer$',
      'The sandboxed preload is one small file without zod: names.ts and electron/renderer.',
    ),
    {
      name: 'preload-takes-types-of-the-contract',
      comment: 'A value of the contract would bring zod into the sandboxed preload: names.ts has the bare names.',
      severity: 'error',
      from: { path: '^preload/preload[.]ts$' },
      to: { path: contracts, pathNot: '^preload/names[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    never(
      'main',
      '^main/',
      '^(server|portal|renderer)/|^preload/preload[.]ts$|^electron/renderer$',
      'Main speaks to the relay by protocol/ and to the page by the contracts in preload/.',
    ),
    never(
      'renderer',
      '^renderer/',
      `^(server|portal|main)/|^preload/preload[.]ts$|${electron}`,
      'The page is sandboxed: what it needs from main is a method of preload/contract.ts, through renderer/bridge.ts.',
    ),
    never('renderer-without-node', '^renderer/', '', 'The page is sandboxed: Node is in main, behind the bridge.', {
      dependencyTypes: ['core'],
    }),
    {
      name: 'renderer-takes-types-of-the-wire',
      comment:
        'Schemas parse at the door, which is in main, and would bring zod into the page: it takes types, and the tables ' +
        'and rules that stand in files without zod.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: test },
      to: {
        path: '^(protocol|preload)/',
        pathNot:
          '^protocol/(lifecycle|files|limits|saved-replies|screen-share-control)[.]ts$|^preload/(actions|amounts)[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },

    // Inside server: sockets, http -> dispatch -> access, commands -> store, stream
    never(
      'server-store-is-below',
      '^server/store/',
      '^server/(stream|dispatch|access|relay|commands|sockets|http|cli|main)',
      'The store keeps rows; their order, who may and what follows are decided above.',
    ),
    never(
      'server-knows-no-engine',
      '^server/(?!store/(?!(file-|profile-|push-|reach-|screen-share-)?store[.])|(main|cli)[.]ts$|cli/)',
      '^server/store/(?!((file-|profile-|push-|reach-|screen-share-)?store|awaitable)[.]ts$)',
      'Whatever engine keeps the rows is behind store/store.ts; only who starts the relay or works on its data names one.',
    ),
    never(
      'server-keeps-the-engine-in-the-store',
      '^server/(?!store/(?!(file-|profile-|push-|reach-|screen-share-)?store[.]))',
      '^node_modules/(@types/)?better-sqlite3/',
      'The engine’s library is used in store/ alone, behind store/store.ts.',
    ),
    never(
      'server-stream-is-below',
      '^server/(stream|access)[.]ts$',
      '^server/(dispatch|relay|commands|sockets|http|cli|main)',
      'The stream asks access who may see an entry, and neither knows what made it.',
    ),
    never(
      'server-commands-are-below-dispatch',
      '^server/commands/',
      '^server/(dispatch|relay|sockets|http|cli|main)',
      'A command is called by dispatch, which has decoded it and knows who asks.',
    ),
    never(
      'server-dispatch-is-below-its-ways-in',
      '^server/dispatch',
      '^server/(relay|sockets|http|cli|main)',
      'Dispatch does not know how a command came in.',
    ),
    never(
      'server-ways-in-only-translate',
      '^server/(sockets|http)/',
      '^server/commands/',
      'Sockets and HTTP hand commands to dispatch: it alone checks and calls them.',
      { dependencyTypesNot: ['type-only'] },
    ),

    // Inside main: only main.ts sees all
    never(
      'main-root',
      '^main/(?!(instance|beginning)[.]ts)',
      '^main/(main|instance)[.]ts$',
      'Only the composition root sees everybody; the first files load it.',
    ),
    never('main-bridge', '^main/bridge/', '^main/(desktop|expert)/', 'Handlers get what they need from main.ts.'),
    never('main-desktop', '^main/desktop/', '^main/(bridge|expert)/', 'The desktop is joined to others in main.ts.'),
    never('main-expert', '^main/expert/', '^main/(bridge|desktop)/', 'Launching is joined to others in main.ts.'),
    never(
      'main-storage',
      '^main/storage/',
      '^main/(?!storage/)',
      'Storage keeps rows: it imports neither the connection nor the desktop; relay/ and main.ts import it.',
    ),
    never('main-relay', '^main/relay/', '^main/(bridge|desktop|expert)/', 'The connection knows storage alone.'),

    // Inside renderer: panes, chat, … -> state, ui; state -> bridge.ts
    never(
      'renderer-bridge',
      '^renderer/(?!state/|screen-share/|main[.]tsx)',
      '^renderer/bridge[.]ts$',
      'What main tells, and what it is asked to do, goes through state/. (The second page keeps its state beside it.)',
    ),
    never(
      'renderer-state',
      '^renderer/state/',
      '^renderer/(?!state/|bridge[.]ts)',
      'Stores are views of main: they know the bridge and each other, and no component.',
    ),
    never(
      'renderer-ui',
      '^renderer/ui/',
      '^(?!renderer/ui/|node_modules)',
      'Primitives know nothing of ours but tokens.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.](css|svg|png)$' },
    parser: 'tsc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
