import { Children, useId, type ReactNode } from 'react';
import styles from './group.module.css';

/** Settings that belong together, under their name: each child is a row. */
export function Group({ title, children, hint }: { title: string; children: ReactNode; hint?: string }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles['group']}>
      <h3 id={id} className={styles['title']}>
        {title}
      </h3>
      <div className={styles['rows']}>
        {Children.map(children, (child) => (child === null ? null : <div className={styles['row']}>{child}</div>))}
      </div>
      {hint === undefined ? null : <p className={styles['hint']}>{hint}</p>}
    </section>
  );
}

/** What is so and is not changed here. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles['fact']}>
      <span className={styles['name']}>{name}</span>
      <span className={styles['value']}>{children}</span>
    </div>
  );
}
