import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Dialog.module.css';

interface Props {
  /** The verb of the dialog's question. */
  action: string;
  isBusy: boolean;
  color?: 'red' | 'malachite';
  /** The way back; what it says if it is not "cancel". */
  otherwise?: string;
  onCancel: () => void;
}

/** The end of a dialog's form: its verb, and a way back. */
export function ConfirmButtons({ action, isBusy, color, otherwise, onCancel }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.buttons}>
      <Button type="submit" color={color} loading={isBusy}>
        {action}
      </Button>
      <Button variant="default" disabled={isBusy && otherwise !== undefined} onClick={onCancel}>
        {otherwise ?? t('cancel')}
      </Button>
    </div>
  );
}
