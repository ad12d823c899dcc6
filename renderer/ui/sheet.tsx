import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { X } from 'lucide-react';
import { IconButton } from './button.tsx';
import styles from './sheet.module.css';

export type LayerProps = {
  /** Its name for those who can't see it; absent if a heading in it says it. */
  label?: string;
  onClose: () => void;
  children: ReactNode;
  width?: 'narrow' | 'normal' | 'wide';
};

/**
 * Keeps the focus in the window: where the element that had it goes away (a row that was taken down), the browser tells
 * nobody and leaves the keys, Escape too, with the page behind.
 */
function useKeptFocus(window: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = window.current;
    if (element === null) return undefined;
    const observer = new MutationObserver(() => {
      if (document.activeElement === document.body) element.focus();
    });
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [window]);
}

/** A window over the panes with nothing in it yet; Escape or a click beside it closes it. */
export function Layer({ label, onClose, children, width = 'normal' }: LayerProps) {
  const dialog = useRef<HTMLElement>(null);
  useKeptFocus(dialog);
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className={styles['overlay'] ?? ''}>
      <Modal className={styles['modal'] ?? ''} data-width={width}>
        <Dialog
          ref={dialog}
          className={styles['dialog'] ?? ''}
          {...(label === undefined ? {} : { 'aria-label': label })}
        >
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export type SheetProps = Omit<LayerProps, 'label'> & {
  title: string;
  closeLabel: string;
  /** Beneath, always in sight: what can be done. */
  footer?: ReactNode;
  /** `bare`: what stands in it reaches to the edges and scrolls by itself. */
  look?: 'padded' | 'bare';
};

/** A window over the panes with its title and a way to close it. */
export function Sheet({ title, closeLabel, footer, look = 'padded', children, ...layer }: SheetProps) {
  return (
    <Layer {...layer}>
      <header className={styles['header']}>
        <Heading slot="title" className={styles['title'] ?? ''}>
          {title}
        </Heading>
        <IconButton label={closeLabel} onPress={layer.onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      <div className={styles['body']} data-look={look}>
        {children}
      </div>
      {footer === undefined ? null : <footer className={styles['footer']}>{footer}</footer>}
    </Layer>
  );
}
