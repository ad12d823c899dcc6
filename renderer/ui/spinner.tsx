import { LoaderCircle } from 'lucide-react';
import styles from './spinner.module.css';

/** Something is under way; words beside it say what. */
export function Spinner() {
  return <LoaderCircle size={14} aria-hidden className={styles['spinner']} />;
}
