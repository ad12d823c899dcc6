import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SortColumn } from '../../preload/settings-contract.ts';
import { linesQuery } from './conversation.ts';
import { earlierQuery } from './details.ts';
import { windowQuery } from './list-window.ts';
import { countQuery } from './counts.ts';
import { listQueries } from './lists.ts';
import { storyQuery } from './notification-steps.ts';
import { latestScreenShareQuery } from './screen-shares.ts';
import { createStatements, type Statements } from './statements.ts';
import { openTestFiles, type TestFiles } from './testing/cache.ts';
import { unreadQuery } from './unread.ts';

const counts = { all: 100_000, new: 50, active: 9_950, completed: 90_000 };
const nothing = { statuses: new Map(), read: new Map() };

describe('how SQLite answers', () => {
  let files: TestFiles;
  let db: Database.Database;
  let cache: Statements;
  beforeEach(() => {
    files = openTestFiles();
    db = new Database(path.join(files.folder, 'cache.db'), { readonly: true });
    cache = createStatements(db, 'cache');
  });
  afterEach(() => {
    db.close();
    files.dispose();
  });

  it.each(SortColumn.options)(
    'a window far down All or Completed by %s: along a covering index, sorting only what is shown',
    (column) => {
      for (const filter of ['all', 'completed'] as const) {
        const window = { filter, search: '', sort: { column, descending: true }, offset: 40_000, limit: 100 };
        const { sql, values } = windowQuery(window, nothing, counts);
        const plan = cache.plan(sql, values);
        expect(plan).toMatch(/USING COVERING INDEX requests_by_/);
        // The one sort is that of the rows shown; a second would be over the whole list.
        expect((plan.match(/TEMP B-TREE/g) ?? []).length).toBeLessThanOrEqual(1);
        expect(plan).toContain('USING INTEGER PRIMARY KEY');
      }
    },
  );
  it('a window of the few New requests: through the index of their status', () => {
    const window = {
      filter: 'new',
      search: '',
      sort: { column: 'customer', descending: false },
      offset: 0,
      limit: 100,
    } as const;
    const { sql, values } = windowQuery(window, nothing, counts);
    expect(cache.plan(sql, values)).toContain('requests_by_status (status=?)');
  });
  it('those who wait longest: along their own index, though few are New', () => {
    const sort = { column: 'waiting', descending: false } as const;
    const window = { filter: 'new', search: '', sort, offset: 0, limit: 5 } as const;
    const { sql, values } = windowQuery(window, nothing, { ...counts, new: 1_000, active: 9_000 });
    expect(cache.plan(sql, values)).toContain('COVERING INDEX requests_by_waiting');
  });
  const byConversation = /USING INDEX sqlite_autoindex_messages_1 \(request_id=\?/;
  it.each([
    ['unread', unreadQuery, byConversation],
    ['a page of a conversation', linesQuery, byConversation],
    ['the last text', listQueries.lastText, byConversation],
    ['my requests', listQueries.mine, /requests_mine \(assignee_id=\?\)/],
    ['offers to me', listQueries.offered, /requests_offered \(handover_to=\?\)/],
    ['the last screen-share session', latestScreenShareQuery, /screen_shares_by_request \(request_id=\?\)/],
    ['earlier requests', earlierQuery, /requests_by_email \(email=\? AND company_id=\?\)/],
    ['what became of notifications', storyQuery, /notification_steps_by_request \(request_id=\?\)/],
    ['counts', countQuery, /COVERING INDEX requests_by_status/],
  ])('%s: by its index, without sorting', (_name, sql, index) => {
    const plan = cache.plan(sql, ...Array.from(sql.matchAll(/\?/g), () => 1));
    expect(plan).toMatch(index);
    expect(plan).not.toContain('TEMP B-TREE');
  });
});
