import { Button, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '@/components/dialog/Dialog.module.css';

interface Props {
  onClose: () => void;
  onAdd: () => void;
  onSend: () => void;
}

/** A resolution without any work logged leaves durata intervenției empty. */
export function NoWorkDialog({ onClose, onAdd, onSend }: Props) {
  const { t } = useTranslation('staff');
  return (
    <Modal opened onClose={onClose} title={t('noWork.title')}>
      <Text size="sm">{t('noWork.text')}</Text>
      <div className={classes.buttons}>
        <Button onClick={onAdd}>{t('noWork.add')}</Button>
        <Button variant="default" onClick={onSend}>
          {t('noWork.send')}
        </Button>
      </div>
    </Modal>
  );
}
