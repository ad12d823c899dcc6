import styles from './mark.module.css';

/** The product's sign, as on its icon. `size` in pixels. */
export function Mark({ size }: { size: number }) {
  return (
    <svg viewBox="24 24 464 464" width={size} height={size} aria-hidden>
      <rect x="24" y="24" width="464" height="464" rx="112" className={styles['field']} />
      <path d="M128 236a128 128 0 0 1 256 0v52H128z" className={styles['sign']} />
      <path d="M208 288v-44a48 48 0 0 1 96 0v44z" className={styles['field']} />
      <rect x="96" y="288" width="320" height="44" rx="22" className={styles['sign']} />
      <rect x="136" y="348" width="240" height="28" rx="14" className={styles['step']} />
    </svg>
  );
}
