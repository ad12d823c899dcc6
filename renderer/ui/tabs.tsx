import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import styles from './tabs.module.css';

export type TabPart = { id: string; title: string; icon: ReactNode; content: ReactNode };

/** Parts of a sheet, one in sight, at the beginning `first`; their names stand at its side. */
export function Tabs({ label, parts, first }: { label: string; parts: readonly TabPart[]; first: string }) {
  return (
    <AriaTabs defaultSelectedKey={first} orientation="vertical" className={styles['tabs'] ?? ''}>
      <TabList aria-label={label} className={styles['list'] ?? ''}>
        {parts.map(({ id, title, icon }) => (
          <Tab key={id} id={id} className={styles['tab'] ?? ''}>
            {icon}
            <span>{title}</span>
          </Tab>
        ))}
      </TabList>
      {parts.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={styles['panel'] ?? ''}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
