import type { ReactNode } from 'react';
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

/** A window over the panes with nothing in it yet; Escape or a click beside it closes it. */
export function Layer({ label, onClose, children, width = 'normal' }: LayerProps) {
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className={styles['overlay'] ?? ''}>
      <Modal className={styles['modal'] ?? ''} data-width={width}>
        <Dialog className={styles['dialog'] ?? ''} {...(label === undefined ? {} : { 'aria-label': label })}>
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
