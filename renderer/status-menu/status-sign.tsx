import styles from './status-sign.module.css';

/** My status at a glance: a disc, or a ring, so that it is not told by colour alone. */
export const StatusSign = ({ state }: { state: 'available' | 'unavailable' }) => (
  <span className={styles['sign']} data-state={state} aria-hidden />
);
